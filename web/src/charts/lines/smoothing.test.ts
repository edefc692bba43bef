import { expect, test } from "vitest";
import { SMOOTHINGS } from "../settings/params";
import { smooth } from "./smoothing";
import vectors from "./smoothing.vectors.json";

const steps = Array.from({ length: 101 }, (_, i) => i);

test.each(SMOOTHINGS)("%s: no strength changes nothing", (kind) => {
  const y = steps.map((x) => Math.sin(x));
  expect([...smooth(steps, y, 0, kind)]).toEqual(y);
});

test.each(SMOOTHINGS)("%s: a constant stays the constant from its first point on", (kind) => {
  const constant = steps.map(() => 3);
  for (const value of smooth(steps, constant, 0.9, kind)) expect(value).toBeCloseTo(3, 12);
});

test.each(SMOOTHINGS)("%s: noise shrinks as strength grows", (kind) => {
  const noisy = steps.map((x) => (x % 2 ? 1 : -1));
  const spread = (strength: number) =>
    Math.max(...smooth(steps, noisy, strength, kind).slice(50, 60).map(Math.abs));
  expect(spread(0.99)).toBeLessThan(spread(0.02));
  expect(spread(0.9)).toBeLessThan(1);
});

test.each(SMOOTHINGS)("%s: buckets without a point stay empty and do not count", (kind) => {
  const y = [1, Number.NaN, Number.NaN, 1];
  expect([...smooth([0, 1, 2, 3], y, 0.8, kind)]).toEqual([1, Number.NaN, Number.NaN, 1]);
});

test("both sides count in a running mean and a Gaussian, and an edge is no cliff", () => {
  const ramp = steps.map((x) => 2 * x);
  for (const kind of ["gaussian", "mean"] as const) {
    expect(smooth(steps, ramp, 0.3, kind)[50]).toBeCloseTo(100, 9);
    expect(smooth(steps, ramp, 0.3, kind)[0]).toBeGreaterThan(0);
  }
  expect([...smooth([0, 499, 500, 501, 1000], [0, 3, 6, 9, 1], 0.02, "mean")]).toEqual([0, 6, 6, 6, 1]);
  expect(smooth([0, 100, 200, 1000], [1e300, 1, 1, 1], 0.1, "mean")[3]).toBe(1);
});

test("uneven steps weigh by their distance", () => {
  const near = smooth([0, 999, 1000], [0, 0, 1], 0.99)[2] ?? 0;
  const far = smooth([0, 1, 1000], [0, 0, 1], 0.99)[2] ?? 0;
  expect(far).toBeGreaterThan(near);
});

test("nothing in, nothing out", () => {
  expect(smooth([], [], 0.5)).toHaveLength(0);
});

// The server smooths, too (query/smoothing.py), and its tests read the same vectors: what is null is a gap.
test.each(vectors.cases)("a weight of $strength smooths as the server does", ({ strength, smoothed }) => {
  const y = vectors.y.map((value) => value ?? Number.NaN);
  const found = smooth(vectors.x, y, strength);
  smoothed.forEach((value, index) => {
    if (value === null) expect(found[index]).toBeNaN();
    else expect(found[index]).toBeCloseTo(value, 10);
  });
});
