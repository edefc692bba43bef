import type { XAxis } from "./types";

export type Floats = Float32Array | Float64Array;

export type NonFinite = "NaN" | "Infinity" | "-Infinity";

/** One run's part of a panel. NaN stands where the run has no point in the bucket. */
export interface RunSeries {
  id: string;
  /** How many points the run has in the asked range, all buckets together. */
  count: number;
  last: Floats;
  min: Floats;
  max: Floats;
  mean: Floats;
  counts: Floats;
  /** The smoothed line, where one was asked for. */
  smooth: Floats | null;
  /** How many points are left out because their x is no number; only where x is a metric. */
  leftOut: number;
  /** The x up to which a fork shows its parent's points. */
  inheritedUntil: number | null;
  nonfinite: [x: number, kind: NonFinite][];
}

/** Several runs as one band. NaN stands where no run has a value, and where a figure needs more runs than there are. */
export interface SeriesGroup {
  group: string;
  /** How many runs are in the group. */
  runs: number;
  /** How many of them have a value in the bucket. */
  counts: Floats;
  mean: Floats;
  std: Floats;
  stderr: Floats;
  min: Floats;
  max: Floats;
  median: Floats;
  q25: Floats;
  q75: Floats;
  ciLow: Floats;
  ciHigh: Floats;
  smooth: Floats | null;
}

/** One metric of many runs on one shared grid of buckets. */
export interface SeriesPanel {
  metric: string;
  x: XAxis | "metric";
  revision: number;
  /** Every bucket is one point. */
  exact: boolean;
  /** How much of x one bucket spans; 0 where every bucket is one point. */
  bucketWidth: number;
  grid: Float64Array;
  runs: RunSeries[];
  /** Where groups were asked for; then there are no runs. */
  groups: SeriesGroup[];
}

interface FrameHead {
  metric: string;
  x: XAxis | "metric";
  width: number;
  buckets: number;
  revision: number;
  exact: boolean;
  dtype: "f4" | "f8";
  grid: { offset: number; dtype: "f8" };
  runs: {
    id: string;
    offset: number;
    count: number;
    columns: string[];
    inherited_until: number | null;
    left_out: number;
    nonfinite: [number, NonFinite][];
  }[];
  groups: { group: string; offset: number; runs: number; columns: string[] }[];
}

/**
 * Reads a frame of `application/x-runstone-series` without copying: every array is a view into `frame`.
 * The layout is in docs/http-api.md. The views are little-endian because every machine that runs a browser is.
 */
export function decodeSeries(frame: ArrayBuffer): SeriesPanel {
  if (frame.byteLength < 4) throw new RangeError("A series frame is at least 4 bytes long.");
  const length = new DataView(frame).getUint32(0, true);
  if (4 + length > frame.byteLength) throw new RangeError("The series frame ends within its head.");
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(frame, 4, length))) as FrameHead;
  const { buckets } = head;
  const width = head.dtype === "f8" ? 8 : 4;
  const reader = (table: { offset: number; columns: string[] }) => {
    const optional = (name: string): Floats | null => {
      const index = table.columns.indexOf(name);
      if (index < 0) return null;
      const offset = table.offset + index * buckets * width;
      return width === 8
        ? new Float64Array(frame, offset, buckets)
        : new Float32Array(frame, offset, buckets);
    };
    const column = (name: string): Floats => {
      const found = optional(name);
      if (found === null) throw new RangeError(`The series frame has no column "${name}".`);
      return found;
    };
    return { column, optional };
  };
  return {
    metric: head.metric,
    x: head.x,
    revision: head.revision,
    exact: head.exact,
    bucketWidth: head.width,
    grid: new Float64Array(frame, head.grid.offset, buckets),
    runs: head.runs.map((run) => {
      const { column, optional } = reader(run);
      return {
        id: run.id,
        count: run.count,
        last: column("last"),
        min: column("min"),
        max: column("max"),
        mean: column("mean"),
        counts: column("count"),
        smooth: optional("smooth"),
        leftOut: run.left_out,
        inheritedUntil: run.inherited_until,
        nonfinite: run.nonfinite,
      };
    }),
    groups: head.groups.map((group) => {
      const { column, optional } = reader(group);
      return {
        group: group.group,
        runs: group.runs,
        counts: column("count"),
        mean: column("mean"),
        std: column("std"),
        stderr: column("stderr"),
        min: column("min"),
        max: column("max"),
        median: column("median"),
        q25: column("q25"),
        q75: column("q75"),
        ciLow: column("ci_low"),
        ciHigh: column("ci_high"),
        smooth: optional("smooth"),
      };
    }),
  };
}
