import { expect, test } from "vitest";
import { expectedMaximum, maximumTail, tTails, welch } from "./statistics";

test.each([
  // The tables of Student's t at 95 %, two-sided.
  [12.7062, 1],
  [4.30265, 2],
  [2.77645, 4],
  [2.22814, 10],
  [1.98397, 100],
])("t of %d with %d degrees of freedom leaves 5 %% in its tails", (t, freedom) => {
  expect(tTails(t, freedom)).toBeCloseTo(0.05, 5);
  expect(tTails(-t, freedom)).toBeCloseTo(0.05, 5);
});

test("Welch's test on two samples as SciPy has it", () => {
  // scipy.stats.ttest_ind_from_stats(20.82, 2.8, 15, 23.9, 8.7, 15, equal_var=False)
  expect(welch({ mean: 20.82, std: 2.8, count: 15 }, { mean: 23.9, std: 8.7, count: 15 })).toBeCloseTo(
    0.20934956749503,
    12,
  );
  expect(welch({ mean: 1, std: 0.01, count: 4 }, { mean: 0.8, std: 0.01, count: 4 })).toBeLessThan(1e-6);
});

test("samples that are too small, or without a spread, are told as such", () => {
  expect(welch({ mean: 1, std: 0, count: 1 }, { mean: 2, std: 1, count: 9 })).toBeNull();
  expect(welch({ mean: 1, std: 0, count: 3 }, { mean: 1, std: 0, count: 3 })).toBe(1);
  expect(welch({ mean: 1, std: 0, count: 3 }, { mean: 2, std: 0, count: 3 })).toBe(0);
});

test.each([
  // 1/√π, 3/(2√π), and the tables of normal order statistics.
  [1, 0],
  [2, 0.56419],
  [3, 0.84628],
  [5, 1.16296],
  [10, 1.53875],
  [100, 2.50759],
])("the greatest of %d draws is %d on average", (count, maximum) => {
  expect(expectedMaximum(count)).toBeCloseTo(maximum, 4);
});

test("a greatest value is likelier to be far out the more are drawn", () => {
  expect(maximumTail(1.959964, 1)).toBeCloseTo(0.025, 6);
  expect(maximumTail(2, 20)).toBeCloseTo(1 - 0.9772499 ** 20, 5);
});
