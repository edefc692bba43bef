import { expect, test } from "vitest";
import { nearestStep, stepAway, unionOfSteps } from "./steps";

const STEPS = [-5, 0, 10, 95, 105];

test.each([
  [null, 105],
  [105, 105],
  [1e9, 105],
  [-100, -5],
  [4, 0],
  [5, 0],
  [6, 10],
  [100, 95],
  [101, 105],
])("nearest to %s is %s", (wanted, step) => {
  expect(STEPS[nearestStep(STEPS, wanted)]).toBe(step);
});

test("steps of several keys are one list", () => {
  expect(unionOfSteps([[1, 3], [2, 3, 10], []])).toEqual([1, 2, 3, 10]);
});

test.each([
  [95, 1, 105],
  [95, -1, 10],
  [105, 1, 105],
  [null, -1, 95],
  [90, 1, 95],
  [90, -1, 10],
  [100, -1, 95],
  [100, 1, 105],
])("from %s a walk by %s leads to %s", (wanted, by, step) => {
  expect(stepAway(STEPS, wanted, by)).toBe(step);
});

test("nothing to walk", () => {
  expect(stepAway([], null, 1)).toBeNull();
});
