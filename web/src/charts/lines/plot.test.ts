import { expect, test } from "vitest";
import type { RunSeries, SeriesGroup, SeriesPanel } from "@/api/series";
import { OPEN } from "../settings/params";
import {
  extremesOf,
  lastValue,
  nearestIndex,
  nearestPoint,
  type PlotSettings,
  spreadOf,
  toPlot,
} from "./plot";
import { isPressedFlat, valueRange, withLimits } from "./range";
import { visibleX, visibleY } from "./visible";

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

const SETTINGS: PlotSettings = { sm: 0, smk: "ema", bands: "auto", spread: "std" };
const ALL = { from: 0, to: 30, log: false, clip: false };

const run = (id: string) => ({ id, label: id, colour: "#000", dash: [] });

test("lines follow the order of the runs; runs without points have none", () => {
  const plot = toPlot(
    panel([series("b", [1, 2, 3, 4]), series("a", [1, 1, 1, 1])]),
    "step",
    [run("a"), run("c"), run("b")],
    SETTINGS,
  );
  expect(plot.lines.map((line) => line.id)).toEqual(["a", "b"]);
});

test("times are drawn in seconds", () => {
  const grid = Float64Array.from([1e6, 3e6]);
  const plot = toPlot(panel([series("a", [1, 2])], { x: "time", grid }), "time", [run("a")], SETTINGS);
  expect([...plot.x]).toEqual([1, 3]);
});

test("the range holds the envelope, so a spike is never cut off", () => {
  const plot = toPlot(panel([series("a", [10, 11, 12, 13], 5)]), "step", [run("a")], SETTINGS);
  const [low, high] = valueRange(plot, ALL) ?? [];
  expect(low).toBeLessThanOrEqual(5);
  expect(high).toBeGreaterThanOrEqual(18);
});

test("smoothing leaves the envelope as it is: extremes stay in sight", () => {
  const spiky = panel([series("a", [1, 1, 9, 1], 0)]);
  const plot = toPlot(spiky, "step", [run("a")], { ...SETTINGS, sm: 0.99 });
  const [line] = plot.lines;
  expect(Math.max(...(line?.values ?? []))).toBeLessThan(8);
  expect([...(line?.band?.high ?? [])]).toEqual([1, 1, 9, 1]);
  expect([...(line?.original ?? [])]).toEqual([1, 1, 9, 1]);
});

test("the range is that of what is in sight, above zero on a log axis", () => {
  const plot = toPlot(panel([series("a", [-5, 1, 100, 7])], { exact: true }), "step", [run("a")], SETTINGS);
  expect(valueRange(plot, { ...ALL, from: 25 })).toEqual([6.3, 7.7]);
  expect(valueRange(plot, { ...ALL, to: 10, log: true })).toEqual([0.5, 2]);
  expect(valueRange(plot, { ...ALL, from: 40, to: 50 })).toBeNull();
});

test("outliers do not widen the axis when they are to be ignored; without outliers nothing is cut off", () => {
  const grid = Float64Array.from({ length: 50 }, (_, i) => i);
  const values = Array.from(grid, (i) => 1 + (i % 5) / 10);
  const drawn = (changed: number[]) =>
    toPlot(panel([series("a", changed)], { exact: true, grid }), "step", [run("a")], SETTINGS);
  const asked = { ...ALL, to: 49, clip: true };
  const [, high] = valueRange(drawn(values.with(7, 1e6)), asked) ?? [];
  expect(high).toBeLessThan(4);
  expect(valueRange(drawn(values), asked)).toEqual(valueRange(drawn(values), { ...asked, clip: false }));
});

test("limits that are set hold, and the other end gives way", () => {
  expect(withLimits([0, 10], [2, null], false)).toEqual([2, 10]);
  expect(withLimits([0, 10], [null, 5], false)).toEqual([0, 5]);
  const [low, high] = withLimits([0, 10], [20, null], false);
  expect(low).toBe(20);
  expect(high).toBeGreaterThan(20);
  expect(withLimits([1, 10], [-5, 100], true)).toEqual([1, 100]);
});

test("a logarithmic x axis begins at the first x above zero", () => {
  const plot = toPlot(panel([series("a", [1, 2, 3, 4])]), "step", [run("a")], SETTINGS);
  expect(visibleX(plot, { logX: true, xLimits: OPEN })).toEqual([10, 30]);
  expect(visibleX(plot, { logX: false, xLimits: OPEN })).toEqual([-5, 30]);
  const y = visibleY(plot, { logX: true, log: false, clip: false, xLimits: OPEN, yLimits: [null, 100] });
  expect(y[1]).toBe(100);
});

const floats = (...values: number[]) => Float64Array.from(values);

const group: SeriesGroup = {
  group: "wide",
  runs: 3,
  counts: floats(3, 1, 0),
  mean: floats(2, 5, Number.NaN),
  std: floats(1, Number.NaN, Number.NaN),
  stderr: floats(0.5, Number.NaN, Number.NaN),
  min: floats(0, 4, Number.NaN),
  max: floats(4, 6, Number.NaN),
  median: floats(1.5, 5, Number.NaN),
  q25: floats(1, 5, Number.NaN),
  q75: floats(3, 5, Number.NaN),
  ciLow: floats(-1, Number.NaN, Number.NaN),
  ciHigh: floats(5, Number.NaN, Number.NaN),
  smooth: null,
};

test("a group's band is its spread; where one run has none, as thin as the line", () => {
  const ends = (spread: PlotSettings["spread"]) => {
    const band = spreadOf(group, spread);
    return band && [band.low, band.high].map((end) => [...end].slice(0, 2));
  };
  expect(ends("std")).toEqual([
    [1, 5],
    [3, 5],
  ]);
  expect(ends("stderr")).toEqual([
    [1.5, 5],
    [2.5, 5],
  ]);
  expect(ends("ci")).toEqual([
    [-1, 5],
    [5, 5],
  ]);
  expect(ends("minmax")).toEqual([
    [0, 4],
    [4, 6],
  ]);
  expect(ends("iqr")).toEqual([
    [1, 5],
    [3, 5],
  ]);
  expect(ends("none")).toBeNull();
});

test("groups are lines: by their mean, or by their median with the middle half", () => {
  const grouped = panel([], { groups: [group], grid: floats(0, 10, 20) });
  const plot = (spread: PlotSettings["spread"]) =>
    toPlot(grouped, "step", [run("wide"), run("narrow")], { ...SETTINGS, spread });
  expect(plot("std").lines.map(({ id }) => id)).toEqual(["wide"]);
  expect(plot("std").lines[0]?.values[0]).toBe(2);
  expect(plot("iqr").lines[0]?.values[0]).toBe(1.5);
  const [line] = plot("std").lines;
  expect(line && [lastValue(line), ...extremesOf(line)]).toEqual([5, 0, 6]);
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

test("a spike presses a chart flat; a loss that falls does not", () => {
  const grid = Float64Array.from({ length: 400 }, (_, i) => i);
  const drawn = (values: number[]) =>
    toPlot(panel([series("a", values)], { exact: true, grid }), "step", [run("a")], SETTINGS);
  const falling = Array.from(grid, (i) => 2 * Math.exp(-i / 60) + 0.1 + (i % 7) / 100);
  expect(isPressedFlat(drawn(falling), false)).toBe(false);
  expect(isPressedFlat(drawn(falling.with(77, 50)), false)).toBe(true);
  const saturating = Array.from(grid, (i) => 1 - Math.exp(-i / 8));
  expect(isPressedFlat(drawn(saturating), false)).toBe(false);
  expect(isPressedFlat(drawn(Array.from(grid, () => 1)), false)).toBe(false);
  expect(isPressedFlat(drawn([1, 2]), true)).toBe(false);
});
