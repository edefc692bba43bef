import { expect, test } from "vitest";
import { linearScale } from "@/charts/scale";
import {
  densities,
  joinedReach,
  noteOf,
  quantile,
  reachOf,
  ridgeAt,
  ridgeBases,
  ridgesOf,
  stepBorders,
  stretchAt,
} from "./overTime";

test("densities of uneven bins integrate to one", () => {
  const edges = [0, 0.1, 1, 10];
  const found = densities([5, 3, 2], edges);
  const mass = found.reduce((sum, density, i) => sum + density * ((edges[i + 1] ?? 0) - (edges[i] ?? 0)), 0);
  expect(mass).toBeCloseTo(1);
  expect(found[0]).toBeCloseTo(5);
  expect(densities([0, 0], [0, 1, 2])).toEqual([0, 0]);
});

test("pictures of several runs reach as far as all of them", () => {
  const one = reachOf({ edges: [0, 1], counts: [[4]] });
  expect(one).toEqual({ low: 0, high: 1, peak: 1 });
  expect(reachOf({ edges: [], counts: [] })).toBeNull();
  expect(joinedReach([one, null, { low: -1, high: 0.5, peak: 3 }])).toEqual({ low: -1, high: 1, peak: 3 });
  expect(joinedReach([null])).toBeNull();
});

test("steps meet half way, and each lies in its own stretch", () => {
  const steps = [0, 10, 40, 41];
  const borders = stepBorders(steps);
  expect(borders).toEqual([-5, 5, 25, 40.5, 41.5]);
  expect(steps.map((step) => stretchAt(borders, step))).toEqual([0, 1, 2, 3]);
  expect([stretchAt(borders, -99), stretchAt(borders, 99)]).toEqual([0, 3]);
  expect(stepBorders([7])).toEqual([6.5, 7.5]);
  expect(stepBorders([])).toEqual([]);
});

test("a value on an edge belongs to the bin that it begins", () => {
  const edges = [0, 1, 2, 4];
  expect([0, 1, 1.5, 2, 4].map((value) => stretchAt(edges, value))).toEqual([0, 1, 1, 2, 2]);
});

test("ridges stay within their area, the oldest farthest back, and can be found again", () => {
  const x = linearScale([0, 3], [10, 40]);
  const histograms = {
    edges: [0, 1, 3],
    counts: [
      [1, 0],
      [0, 1],
      [2, 2],
    ],
  };
  const found = ridgesOf(histograms, x, reachOf(histograms)?.peak ?? 0, 20, 120);
  expect(found.map(({ at }) => at)).toEqual([0, 1, 2]);
  expect(found[2]?.base).toBe(120);
  // The densest bin of the oldest step touches the top; its outline follows the edges.
  expect(found[0]?.path).toBe(`M10 ${found[0]?.base}V20H20V${found[0]?.base}H40V${found[0]?.base}Z`);
  for (const count of [1, 2, 3, 40]) {
    const { base, lift } = ridgeBases(count, 20, 120);
    expect(base(0) - lift).toBeCloseTo(20);
    if (count > 1) expect(base(count - 1)).toBeCloseTo(120);
    for (let at = 0; at < count; at += 1) expect(ridgeAt(count, 20, 120, base(at))).toBe(at);
  }
});

test("quantiles take a bin as evenly filled", () => {
  expect(quantile([1, 1], [0, 1, 2], 0.5)).toBe(1);
  expect(quantile([0, 4, 0], [0, 1, 3, 9], 0.25)).toBe(1.5);
  expect(quantile([0, 4, 0], [0, 1, 3, 9], 1)).toBe(3);
  expect(quantile([0, 0], [0, 1, 2], 0.5)).toBeNaN();
});

test("what is left out is said", () => {
  const told = { key: "w", edges: [0, 1], nan: [], below_inf: [], above_inf: [] };
  expect(noteOf({ ...told, steps: [1], counts: [[3]], total: 1, rebinned: false })).toBe("");
  expect(noteOf({ ...told, steps: [1, 2], counts: [[0], [0]], total: 2, rebinned: false })).toBe(
    "no finite values",
  );
  expect(noteOf({ ...told, steps: [1], counts: [[3]], total: 2000, rebinned: true })).toBe(
    "1 of 2,000 steps, evenly picked · edges differ: shared out over 1 bins",
  );
});
