import { expect, test } from "vitest";
import type { RunSeries, SeriesPanel } from "@/api/series";
import { nearestIndex, nearestPoint, toPlot, valueRange } from "./plot";

const series = (id: string, mean: number[], spread = 0): RunSeries => ({
  id,
  count: mean.length,
  last: Float32Array.from(mean),
  mean: Float32Array.from(mean),
  min: Float32Array.from(mean, (v) => v - spread),
  max: Float32Array.from(mean, (v) => v + spread),
  counts: Float32Array.from(mean, () => 4),
  smooth: null,
  leftOut: 0,
  inheritedUntil: null,
  nonfinite: [],
});

const panel = (runs: RunSeries[], part: Partial<SeriesPanel> = {}): SeriesPanel => ({
  metric: "m",
  x: "step",
  revision: 1,
  exact: false,
  bucketWidth: 10,
  grid: Float64Array.from([0, 10, 20, 30]),
  runs,
  groups: [],
  ...part,
});

const run = (id: string) => ({ id, label: id, colour: "#000", dash: [] });

test("lines follow the order of the runs; runs without points have none", () => {
  const plot = toPlot(
    panel([series("b", [1, 2, 3, 4]), series("a", [1, 1, 1, 1])]),
    [run("a"), run("c"), run("b")],
    0,
  );
  expect(plot.lines.map((line) => line.id)).toEqual(["a", "b"]);
});

test("times are drawn in seconds", () => {
  const plot = toPlot(
    panel([series("a", [1, 2])], { x: "time", grid: Float64Array.from([1e6, 3e6]) }),
    [run("a")],
    0,
  );
  expect([...plot.x]).toEqual([1, 3]);
});

test("the range holds the envelope, so a spike is never cut off", () => {
  const plot = toPlot(panel([series("a", [10, 11, 12, 13], 5)]), [run("a")], 0);
  const [low, high] = valueRange(plot, 0, 30, false) ?? [];
  expect(low).toBeLessThanOrEqual(5);
  expect(high).toBeGreaterThanOrEqual(18);
});

test("the range is that of what is in sight, above zero on a log axis", () => {
  const plot = toPlot(panel([series("a", [-5, 1, 100, 7])], { exact: true }), [run("a")], 0);
  expect(valueRange(plot, 25, 30, false)).toEqual([6.3, 7.7]);
  expect(valueRange(plot, 0, 10, true)).toEqual([0.5, 2]);
  expect(valueRange(plot, 40, 50, false)).toBeNull();
});

test("the nearest point of a sparse line", () => {
  const x = Float64Array.from([0, 10, 11, 30]);
  const sparse = Float32Array.from([1, Number.NaN, Number.NaN, 2]);
  expect(nearestPoint(sparse, 0, x)).toBe(0);
  expect(nearestPoint(sparse, 1, x)).toBe(0);
  expect(nearestPoint(sparse, 2, x)).toBe(0);
  expect(nearestPoint(sparse, 3, x)).toBe(3);
  expect(nearestPoint(Float32Array.from([Number.NaN]), 0, x)).toBe(-1);
});

test("the nearest place on the grid", () => {
  const x = Float64Array.from([0, 10, 20]);
  expect([-5, 4, 6, 15.1, 99].map((at) => nearestIndex(x, at))).toEqual([0, 0, 1, 2, 2]);
});
