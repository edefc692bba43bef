import { expect, test } from "vitest";
import type { Trial } from "@/api/types";
import { bestSoFar, inOrder } from "./trials";

const trial = (number: number, value: number | null, params: Record<string, unknown> = {}): Trial =>
  ({
    number,
    value,
    params,
    run: `r${number}`,
    run_name: null,
    start_time: number,
    end_time: number + 1,
  }) as Trial;

test("the best so far only gets better, and NaN never is", () => {
  const trials = [trial(0, 3), trial(1, null), trial(2, Number.NaN), trial(3, 5), trial(4, 2), trial(5, 2)];
  expect(bestSoFar(trials, "minimize")).toEqual([
    { number: 0, value: 3 },
    { number: 4, value: 2 },
  ]);
  expect(bestSoFar(trials, "maximize").map(({ number }) => number)).toEqual([0, 3]);
});

test("trials without a value come last either way, and equal ones by number", () => {
  const trials = [trial(0, null), trial(1, 2), trial(2, 1), trial(3, 2), trial(4, Number.NaN)];
  expect(inOrder(trials, "value", false).map(({ number }) => number)).toEqual([2, 1, 3, 0, 4]);
  expect(inOrder(trials, "value", true).map(({ number }) => number)).toEqual([1, 3, 2, 0, 4]);
});

test("texts of parameters are ordered as people count", () => {
  const trials = [trial(0, 1, { layer: "conv10" }), trial(1, 1, { layer: "conv2" }), trial(2, 1)];
  expect(inOrder(trials, "param:layer", false).map(({ number }) => number)).toEqual([1, 0, 2]);
});
