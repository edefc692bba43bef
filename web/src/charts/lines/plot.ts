import type { Floats, NonFinite, RunSeries, SeriesGroup, SeriesPanel } from "@/api/series";
import { type ChartX, unitsPerSecond } from "../axis";
import type { LineStyle } from "../colours";
import type { LineSettings } from "../settings/params";
import { type Divider, NO_DIVIDERS } from "./dividers";
import { smooth } from "./smoothing";

/** A run as charts know it. */
export interface ChartRun extends LineStyle {
  id: string;
  label: string;
}

export interface Band {
  low: Floats;
  high: Floats;
}

export interface Line extends ChartRun {
  /** What is drawn: the mean of each bucket, smoothed if asked for. */
  values: Floats;
  /** The unsmoothed line, drawn faintly behind; null without smoothing. */
  original: Floats | null;
  /** The envelope of a run's points, or what spreads around a group's line; null where nothing spreads. */
  band: Band | null;
  series: RunSeries | null;
  group: SeriesGroup | null;
  nonfinite: [x: number, kind: NonFinite][];
  forkX: number | null;
  /** Where the stages of the run begin. */
  stages: readonly Divider[];
}

/** One chart's data: x and every line on one grid. */
export interface Plot {
  x: Float64Array;
  exact: boolean;
  /** How much of x one bucket spans; 0 where every bucket is one point. */
  bucketWidth: number;
  lines: Line[];
  /** Stand whatever line is highlighted: the stages of the only run, and what else is told of the chart. */
  dividers: readonly Divider[];
  /** Bands are drawn for all lines, not for the highlighted one alone. */
  bands: boolean;
}

export type PlotSettings = Pick<LineSettings, "sm" | "smk" | "bands" | "spread">;

/** Envelopes of more lines than this would only hide each other: they are drawn for the highlighted run alone. */
export const MAX_BANDS = 8;

const NO_STAGES: ReadonlyMap<string, readonly Divider[]> = new Map();

/** `lines` are the runs to be drawn, or the groups if the panel has groups; what has no points has no line. */
export function toPlot(
  panel: SeriesPanel,
  x: ChartX,
  lines: readonly ChartRun[],
  settings: PlotSettings,
  stages: ReadonlyMap<string, readonly Divider[]> = NO_STAGES,
): Plot {
  const units = unitsPerSecond(x);
  const grid = units === 1 ? panel.grid : panel.grid.map((value) => value / units);
  const runs = new Map(panel.runs.map((run) => [run.id, run]));
  const groups = new Map(panel.groups.map((group) => [group.group, group]));
  const drawn = lines.flatMap((line) => {
    const run = runs.get(line.id);
    if (run && (run.count > 0 || run.nonfinite.length > 0))
      return {
        ...runLine(line, run, panel, grid, units, settings),
        stages: stages.get(line.id) ?? NO_DIVIDERS,
      };
    const group = groups.get(line.id);
    return group?.counts.some((count) => count > 0) ? groupLine(line, group, grid, settings) : [];
  });
  const few = panel.groups.length > 0 || drawn.length <= MAX_BANDS;
  return {
    x: grid,
    exact: panel.exact,
    bucketWidth: panel.bucketWidth / units,
    lines: drawn,
    dividers: drawn.length === 1 ? (drawn[0] as Line).stages : NO_DIVIDERS,
    bands: settings.bands === "on" || (settings.bands === "auto" && few),
  };
}

function runLine(
  line: ChartRun,
  series: RunSeries,
  panel: SeriesPanel,
  grid: Float64Array,
  units: number,
  settings: PlotSettings,
): Line {
  return {
    ...line,
    ...drawnValues(grid, series.mean, settings),
    // Where each bucket is one point, its envelope is the line.
    band: panel.exact ? null : { low: series.min, high: series.max },
    series,
    group: null,
    nonfinite: series.nonfinite.map(([at, kind]) => [at / units, kind]),
    forkX: series.inheritedUntil === null ? null : series.inheritedUntil / units,
    stages: NO_DIVIDERS,
  };
}

function groupLine(line: ChartRun, group: SeriesGroup, grid: Float64Array, settings: PlotSettings): Line {
  const centre = settings.spread === "iqr" ? group.median : group.mean;
  return {
    ...line,
    ...drawnValues(grid, centre, settings),
    band: spreadOf(group, settings.spread),
    series: null,
    group,
    nonfinite: [],
    forkX: null,
    stages: NO_DIVIDERS,
  };
}

function drawnValues(grid: Float64Array, values: Floats, { sm, smk }: PlotSettings) {
  return sm > 0 ? { values: smooth(grid, values, sm, smk), original: values } : { values, original: null };
}

/** Where a single run has no spread, its band is as thin as its line. */
export function spreadOf(group: SeriesGroup, spread: LineSettings["spread"]): Band | null {
  const around = (distance: Floats): Band => ({
    low: group.mean.map((mean, i) => mean - ((distance[i] as number) || 0)),
    high: group.mean.map((mean, i) => mean + ((distance[i] as number) || 0)),
  });
  switch (spread) {
    case "std":
      return around(group.std);
    case "stderr":
      return around(group.stderr);
    case "ci":
      return { low: orElse(group.ciLow, group.mean), high: orElse(group.ciHigh, group.mean) };
    case "minmax":
      return { low: group.min, high: group.max };
    case "iqr":
      return { low: group.q25, high: group.q75 };
    case "none":
      return null;
  }
}

const orElse = (values: Floats, other: Floats): Floats =>
  values.map((value, i) => (Number.isNaN(value) ? (other[i] as number) : value));

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

/** A run's last logged value, a group's last mean. */
export function lastValue({ series, values }: Line): number {
  const last = series?.last ?? values;
  for (let i = last.length - 1; i >= 0; i -= 1) if (!Number.isNaN(last[i])) return last[i] as number;
  return Number.NaN;
}

/** The least and greatest value of a line over all its points. */
export function extremesOf({ series, group, values }: Line): [number, number] {
  const { min, max } = series ?? group ?? { min: values, max: values };
  let low = Number.NaN;
  let high = Number.NaN;
  for (let i = 0; i < min.length; i += 1) {
    if (!((min[i] as number) >= low)) low = Number.isNaN(min[i]) ? low : (min[i] as number);
    if (!((max[i] as number) <= high)) high = Number.isNaN(max[i]) ? high : (max[i] as number);
  }
  return [low, high];
}
