import { expect, test } from "vitest";
import { expectedMaximum, outlierTail, spreadBias, tTails, welch } from "./statistics";

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

test.each([
  // Critical values of Grubbs' one-sided test at 5 %.
  [3, 1.1531],
  [5, 1.6714],
  [10, 2.1761],
  [30, 2.7451],
])("of %d draws one lies %d deviations above the mean in one case of twenty", (count, reach) => {
  expect(outlierTail(reach, count)).toBeCloseTo(0.05, 3);
});

test("nothing lies farther out than a sample can hold, and a mean is no outlier", () => {
  expect(outlierTail(4 / Math.sqrt(5), 5)).toBeCloseTo(0, 12);
  expect(outlierTail(0, 5)).toBe(1);
});

test.each([
  [2, 0.797885],
  [5, 0.939986],
  [30, 0.991418],
])("the spread of %d draws is %d of what it should be", (count, bias) => {
  expect(spreadBias(count)).toBeCloseTo(bias, 5);
});
