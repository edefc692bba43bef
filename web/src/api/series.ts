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
  /** The x up to which a fork shows its parent's points. */
  inheritedUntil: number | null;
  nonfinite: [x: number, kind: NonFinite][];
}

/** One metric of many runs on one shared grid of buckets. */
export interface SeriesPanel {
  metric: string;
  x: XAxis;
  revision: number;
  /** Every bucket is one point. */
  exact: boolean;
  /** How much of x one bucket spans; 0 where every bucket is one point. */
  bucketWidth: number;
  grid: Float64Array;
  runs: RunSeries[];
}

interface FrameHead {
  metric: string;
  x: XAxis;
  shift: number;
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
    nonfinite: [number, NonFinite][];
  }[];
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
  return {
    metric: head.metric,
    x: head.x,
    revision: head.revision,
    exact: head.exact,
    bucketWidth: head.exact ? 0 : 2 ** head.shift,
    grid: new Float64Array(frame, head.grid.offset, buckets),
    runs: head.runs.map((run) => {
      const column = (name: string): Floats => {
        const index = run.columns.indexOf(name);
        if (index < 0) throw new RangeError(`The series frame has no column "${name}".`);
        const offset = run.offset + index * buckets * width;
        return width === 8
          ? new Float64Array(frame, offset, buckets)
          : new Float32Array(frame, offset, buckets);
      };
      return {
        id: run.id,
        count: run.count,
        last: column("last"),
        min: column("min"),
        max: column("max"),
        mean: column("mean"),
        counts: column("count"),
        inheritedUntil: run.inherited_until,
        nonfinite: run.nonfinite,
      };
    }),
  };
}
