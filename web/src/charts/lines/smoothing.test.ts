import { expect, test } from "vitest";
import { smooth } from "./smoothing";
import vectors from "./smoothing.vectors.json";

const steps = Array.from({ length: 101 }, (_, i) => i);

test("no strength changes nothing", () => {
  const y = steps.map((x) => Math.sin(x));
  expect([...smooth(steps, y, 0)]).toEqual(y);
});

test("a constant stays the constant from its first point on", () => {
  for (const value of smooth(
    steps,
    steps.map(() => 3),
    0.9,
  ))
    expect(value).toBeCloseTo(3, 12);
});

test("noise shrinks as strength grows", () => {
  const noisy = steps.map((x) => (x % 2 ? 1 : -1));
  const spread = (strength: number) => Math.max(...smooth(steps, noisy, strength).slice(50).map(Math.abs));
  expect(spread(0.99)).toBeLessThan(spread(0.9));
  expect(spread(0.9)).toBeLessThan(1);
});

test("buckets without a point stay empty and do not count", () => {
  const y = [1, Number.NaN, Number.NaN, 1];
  expect([...smooth([0, 1, 2, 3], y, 0.8)]).toEqual([1, Number.NaN, Number.NaN, 1]);
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
