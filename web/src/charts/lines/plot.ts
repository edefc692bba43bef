import type { Floats, NonFinite, RunSeries, SeriesPanel } from "@/api/series";
import { unitsPerSecond } from "../axis";
import type { LineStyle } from "../colours";
import { smooth } from "./smoothing";

/** A run as charts know it. */
export interface ChartRun extends LineStyle {
  id: string;
  label: string;
}

export interface Line extends ChartRun {
  /** What is drawn: the mean of each bucket, smoothed if asked for. */
  values: Floats;
  /** The unsmoothed line, drawn faintly behind; null without smoothing. */
  original: Floats | null;
  series: RunSeries;
  nonfinite: [x: number, kind: NonFinite][];
  forkX: number | null;
}

/** One chart's data: x and every line on one grid. */
export interface Plot {
  x: Float64Array;
  exact: boolean;
  /** How much of x one bucket spans; 0 where every bucket is one point. */
  bucketWidth: number;
  lines: Line[];
}

/** Envelopes of more lines than this would only hide each other: they are drawn for the highlighted run alone. */
export const MAX_BANDS = 8;

export function toPlot(panel: SeriesPanel, runs: readonly ChartRun[], smoothing: number): Plot {
  const units = unitsPerSecond(panel.x);
  const x = units === 1 ? panel.grid : panel.grid.map((value) => value / units);
  const series = new Map(panel.runs.map((run) => [run.id, run]));
  const lines: Line[] = [];
  for (const run of runs) {
    const own = series.get(run.id);
    if (own === undefined || (own.count === 0 && own.nonfinite.length === 0)) continue;
    lines.push({
      ...run,
      values: smoothing > 0 ? smooth(x, own.mean, smoothing) : own.mean,
      original: smoothing > 0 ? own.mean : null,
      series: own,
      nonfinite: own.nonfinite.map(([at, kind]) => [at / units, kind]),
      forkX: own.inheritedUntil === null ? null : own.inheritedUntil / units,
    });
  }
  return { x, exact: panel.exact, bucketWidth: panel.bucketWidth / units, lines };
}

/** Bands tell something only where a bucket holds several points, and smoothing shows the original instead. */
export const hasBand = (plot: Plot): boolean => !plot.exact && plot.lines.length <= MAX_BANDS;

/** The least value that a logarithmic axis shows; uPlot's magnitudes begin a little below. */
const LEAST_LOG = 1e-30;

/** The lowest and highest value to be seen between two x, with some air; null where there is nothing to see. */
export function valueRange(plot: Plot, from: number, to: number, log: boolean): [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const bands = hasBand(plot);
  const take = (values: Floats) => {
    for (let i = 0; i < values.length; i += 1) {
      const at = plot.x[i] as number;
      if (at < from || at > to) continue;
      const value = values[i] as number;
      // An axis that is to reach infinity never gets there: its ticks have no end.
      if (!Number.isFinite(value) || (log && value < LEAST_LOG)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  };
  for (const line of plot.lines) {
    take(line.values);
    if (line.original) take(line.original);
    if (bands) {
      take(line.series.min);
      take(line.series.max);
    }
  }
  if (low > high) return null;
  if (log) return low === high ? [low / 2, high * 2] : [low / 1.1, high * 1.1];
  // Values that differ in their last digits alone are one: between them there is no room for ticks.
  if (high - low <= Math.max(Math.abs(low), Math.abs(high)) * 1e-12) {
    const air = low === 0 ? 1 : Math.abs(low) * 0.1;
    return [low - air, high + air];
  }
  const air = (high - low) * 0.05;
  // Values that never go below zero keep zero as their floor.
  return [low >= 0 && low - air < 0 ? 0 : low - air, high + air];
}

/** The index of the grid's x that is nearest to `at`; the grid ascends. */
export function nearestIndex(x: Float64Array, at: number): number {
  let low = 0;
  let high = x.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] as number) <= at) low = middle;
    else high = middle;
  }
  return Math.abs((x[high] ?? Infinity) - at) < Math.abs((x[low] ?? Infinity) - at) ? high : low;
}

/** The index of the line's point that is nearest to grid index `near`, or -1 for a line without points. */
export function nearestPoint(values: Floats, near: number, x: Float64Array): number {
  if (!Number.isNaN(values[near])) return near < values.length ? near : -1;
  let left = near - 1;
  while (left >= 0 && Number.isNaN(values[left])) left -= 1;
  let right = near + 1;
  while (right < values.length && Number.isNaN(values[right])) right += 1;
  if (left < 0) return right < values.length ? right : -1;
  if (right >= values.length) return left;
  const at = x[near] as number;
  return at - (x[left] as number) <= (x[right] as number) - at ? left : right;
}
