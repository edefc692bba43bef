import { expect, test } from "vitest";
import { type Divider, placeDividers, stageAt, stageDividers } from "./dividers";

const stages = {
  run: "r",
  created_time: 1_000_000,
  stages: [
    { step: 0, time: 2_000_000, runtime: 1_000_000, stage: "warmup" },
    { step: 10, time: 5_000_000, runtime: 3_000_000, stage: 1 },
  ],
};

const lasting = (...at: number[]): Divider[] => at.map((x) => ({ x, label: `s${x}`, lasts: true }));
const letters = (text: string): number => text.length * 5;

test("stages lie where they begin, on whatever axis; a metric's axis has none", () => {
  expect(stageDividers(stages, "step").map(({ x, label }) => [x, label])).toEqual([
    [0, "warmup"],
    [10, "1"],
  ]);
  expect(stageDividers(stages, "relative").map(({ x }) => x)).toEqual([1, 4]);
  expect(stageDividers(stages, "runtime").map(({ x }) => x)).toEqual([1, 3]);
  expect(stageDividers(stages, "time").map(({ x }) => x)).toEqual([2, 5]);
  expect(stageDividers(stages, "metric:epoch")).toEqual([]);
});

test("a stage lasts until the next one", () => {
  const found = stageDividers(stages, "step");
  expect([-1, 0, 9, 10, 99].map((x) => stageAt(found, x))).toEqual([null, "warmup", "warmup", "1", "1"]);
});

test("names never lie over each other, and lines that would be a smear are left out", () => {
  const placed = placeDividers(lasting(0, 50, 52, 54, 58, 99), 100, (x) => x, letters);
  expect(placed.map(({ at }) => at)).toEqual([0, 50, 54, 58, 99]);
  expect(placed.map(({ name }) => name?.text)).toEqual(["s0", "s50", undefined, undefined, undefined]);
});

test("a stage that began out of sight is named at the left edge; what does not last is not", () => {
  const place = (x: number) => (x - 20) * 2;
  expect(placeDividers(lasting(0, 10, 50), 100, place, letters)).toEqual([
    { at: null, name: { left: 4, text: "s10" } },
    { at: 60, name: { left: 64, text: "s50" } },
  ]);
  expect(placeDividers([{ x: 0, label: "part here", lasts: false }], 100, place, letters)).toEqual([]);
  expect(placeDividers(lasting(0), 100, place, letters)).toEqual([
    { at: null, name: { left: 4, text: "s0" } },
  ]);
});

test("places that a logarithmic axis does not have are left out", () => {
  expect(placeDividers(lasting(0, 10), 100, (x) => Math.log10(x) * 50, letters)).toEqual([
    { at: null, name: { left: 4, text: "s0" } },
    { at: 50, name: { left: 54, text: "s10" } },
  ]);
});
