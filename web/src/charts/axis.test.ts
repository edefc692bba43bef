import { expect, test } from "vitest";
import { ticksBetween } from "./axis";

test("ticks are the multiples of their step", () => {
  expect(ticksBetween(0, 1, 0.25)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(ticksBetween(-0.05, 0.35, 0.1)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(ticksBetween(7, 399, 100)).toEqual([100, 200, 300]);
});

test("there is an end of ticks where there is no step", () => {
  expect(ticksBetween(0, 10, 0)).toEqual([0, 10]);
  expect(ticksBetween(0, 1e12, 1)).toEqual([0, 1e12]);
  expect(ticksBetween(0, Number.POSITIVE_INFINITY, 1)).toEqual([0, Number.POSITIVE_INFINITY]);
});
