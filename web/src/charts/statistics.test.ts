import { expect, test } from "vitest";
import {
  boxOf,
  correlation,
  densityOf,
  deviation,
  explainedShare,
  quantile,
  rankCorrelation,
  ranks,
  sameRandom,
} from "./statistics";

test("quantiles are NumPy's", () => {
  expect([0, 0.25, 0.5, 0.9, 1].map((share) => quantile([1, 2, 3, 10], share))).toEqual(
    [1, 1.75, 2.5, 7.9, 10].map((v) => expect.closeTo(v, 12)),
  );
  expect(quantile([], 0.5)).toBeNaN();
  expect(quantile([7], 0.3)).toBe(7);
});

test("a box with its whiskers and outliers", () => {
  const box = boxOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 30]);
  expect(box).toMatchObject({
    count: 10,
    median: 5.5,
    q25: 3.25,
    q75: 7.75,
    low: 1,
    high: 9,
    outliers: [30],
  });
  expect(boxOf([])).toBeNull();
  expect(boxOf([4])).toMatchObject({ low: 4, q25: 4, median: 4, q75: 4, high: 4, outliers: [] });
});

test("whiskers and quartiles hold for any sample", () => {
  const random = sameRandom(3);
  for (let round = 0; round < 300; round += 1) {
    const values = Array.from({ length: 1 + Math.floor(random() * 40) }, () => (random() - 0.5) ** 3 * 100);
    const box = boxOf(values);
    if (!box) throw new Error("There are values.");
    const { low, q25, median, q75, high, outliers } = box;
    expect([low, q25, median, q75, high]).toEqual([low, q25, median, q75, high].toSorted((a, b) => a - b));
    expect(values.filter((value) => value < low || value > high).toSorted((a, b) => a - b)).toEqual(outliers);
    expect(values.filter((value) => value <= median).length * 2).toBeGreaterThanOrEqual(values.length);
  }
});

test("a density is one in all, and highest where values are", () => {
  const random = sameRandom(1);
  const values = Array.from({ length: 400 }, () => random() + random() + random());
  const density = densityOf(values, 200);
  const step = (density[1]?.at ?? 0) - (density[0]?.at ?? 0);
  expect(density.reduce((sum, { density: each }) => sum + each * step, 0)).toBeCloseTo(1, 1);
  const top = density.reduce((best, each) => (each.density > best.density ? each : best));
  expect(top.at).toBeGreaterThan(1.2);
  expect(top.at).toBeLessThan(1.8);
  expect(densityOf([1, 1, 1])).toEqual([]);
});

test("equal values share their ranks", () => {
  expect(ranks([10, 20, 10, 30])).toEqual([1.5, 3, 1.5, 4]);
});

test("correlations", () => {
  expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 3, 4], [1, 10, 100, 1e9])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
  expect(correlation([1, 1, 1], [1, 2, 3])).toBeNaN();
});

test("the explained share and the deviation", () => {
  expect(explainedShare([0, 0, 1, 1], [1, 1, 5, 5])).toBe(1);
  expect(explainedShare([0, 1, 0, 1], [1, 1, 5, 5])).toBe(0);
  expect(explainedShare([0, 1], [3, 3])).toBe(0);
  expect(deviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.13809, 5);
  expect(deviation([1])).toBeNaN();
});
