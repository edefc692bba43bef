import { expect, test } from "vitest";
import { domainOf, linearScale, logScale, roundStep } from "./scale";

test("ticks are round, within the domain, and about as many as asked for", () => {
  for (const [low, high] of [
    [0, 1],
    [-3.7, 12],
    [0.00012, 0.00031],
    [1e6, 9e6],
    [-1e-9, 1e-9],
  ] as const) {
    const { values, step } = linearScale([low, high], [0, 100]).ticks(5);
    expect(values.length).toBeGreaterThanOrEqual(2);
    expect(values.length).toBeLessThanOrEqual(6);
    for (const value of values) {
      expect(value).toBeGreaterThanOrEqual(low - step * 1e-6);
      expect(value).toBeLessThanOrEqual(high + step * 1e-6);
      expect(Math.abs(value / step - Math.round(value / step))).toBeLessThan(1e-6);
    }
  }
});

test("a logarithmic scale has powers of ten, or parts of them where it is short", () => {
  expect(logScale([1e-5, 1], [0, 100]).ticks(10).values).toEqual([1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1]);
  expect(logScale([0.9, 12], [0, 100]).ticks(6).values).toEqual([1, 2, 5, 10]);
  expect(logScale([1e-30, 1e30], [0, 100]).ticks(5).values.length).toBeLessThanOrEqual(6);
});

test("scales go both ways", () => {
  for (const scale of [linearScale([2, 10], [50, 0]), logScale([0.01, 100], [0, 300])]) {
    for (const value of [2.5, 3, 9]) expect(scale.invert(scale(value))).toBeCloseTo(value, 9);
  }
});

test("a step is 1, 2 or 5 times a power of ten", () => {
  expect([0.9, 1, 1.1, 3, 0.04].map(roundStep)).toEqual([1, 1, 2, 5, 0.05]);
  expect(roundStep(0)).toBe(1);
});

test("a domain has air, and room where all values are one", () => {
  expect(domainOf([0, 10, Number.NaN, Number.POSITIVE_INFINITY])).toEqual([-0.5, 10.5]);
  expect(domainOf([5])).toEqual([4.5, 5.5]);
  expect(domainOf([-1, 0], true)).toBeNull();
  expect(domainOf([])).toBeNull();
});
