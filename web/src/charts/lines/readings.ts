import type { NonFinite } from "@/api/series";
import { type Line, nearestPoint, type Plot } from "./plot";

/** What one run shows at a place on the x axis. */
export interface Reading {
  line: Line;
  x: number;
  /** The logged value, or the mean of the bucket's values. */
  value: number;
  smoothed: number | null;
  min: number;
  max: number;
  points: number;
}

const MAX_READINGS = 8;
const REACH_PX = 40;

interface Place {
  index: number;
  left: number;
  top: number;
  xOf(value: number): number;
  yOf(value: number): number;
}

/** The readings nearest to a place, the highest first, and which of them is the nearest. */
export function readAt(plot: Plot, place: Place): { readings: Reading[]; nearest: Reading | null } {
  const found: { reading: Reading; distance: number }[] = [];
  for (const line of plot.lines) {
    const index = nearestPoint(line.values, place.index, plot.x);
    if (index < 0) continue;
    const x = plot.x[index] as number;
    if (Math.abs(place.xOf(x) - place.left) > REACH_PX && index !== place.index) continue;
    const { series } = line;
    const drawn = line.values[index] as number;
    const points = series.counts[index] as number;
    const reading: Reading = {
      line,
      x,
      value: points === 1 ? (series.last[index] as number) : (series.mean[index] as number),
      smoothed: line.original ? drawn : null,
      min: series.min[index] as number,
      max: series.max[index] as number,
      points,
    };
    found.push({ reading, distance: Math.abs(place.yOf(drawn) - place.top) });
  }
  found.sort((a, b) => a.distance - b.distance);
  const nearest = found[0]?.reading ?? null;
  const readings = found.slice(0, MAX_READINGS).map(({ reading }) => reading);
  readings.sort((a, b) => (b.smoothed ?? b.value) - (a.smoothed ?? a.value));
  return { readings, nearest };
}

/** The NaN and infinities logged close to a place. */
export function nonFiniteAt(plot: Plot, place: Place): { line: Line; x: number; kind: NonFinite }[] {
  return plot.lines.flatMap((line) =>
    line.nonfinite
      .filter(([x]) => Math.abs(place.xOf(x) - place.left) < 5)
      .slice(0, 1)
      .map(([x, kind]) => ({ line, x, kind })),
  );
}
