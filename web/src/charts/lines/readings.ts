import type { NonFinite } from "@/api/series";
import { type Line, nearestPoint, type Plot } from "./plot";

/** What one line shows at a place on the x axis. */
export interface Reading {
  line: Line;
  x: number;
  /** The logged value, or the mean of the bucket's values, or the centre of the group. */
  value: number;
  smoothed: number | null;
  /** The ends of the run's envelope or of the group's band. */
  low: number;
  high: number;
  /** Points of a run, runs of a group. */
  count: number;
}

const REACH_PX = 40;

interface Place {
  index: number;
  left: number;
  top: number;
  xOf(value: number): number;
  yOf(value: number): number;
}

/** The readings at a place, the highest first, and which of them is the nearest. */
export function readAt(plot: Plot, place: Place): { readings: Reading[]; nearest: Reading | null } {
  const readings: Reading[] = [];
  let nearest: Reading | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const line of plot.lines) {
    const index = nearestPoint(line.values, place.index, plot.x);
    if (index < 0) continue;
    const x = plot.x[index] as number;
    if (Math.abs(place.xOf(x) - place.left) > REACH_PX && index !== place.index) continue;
    const reading = readLine(line, index, x);
    readings.push(reading);
    const away = Math.abs(place.yOf(line.values[index] as number) - place.top);
    if (away < distance) {
      distance = away;
      nearest = reading;
    }
  }
  readings.sort((a, b) => (b.smoothed ?? b.value) - (a.smoothed ?? a.value));
  return { readings, nearest };
}

function readLine(line: Line, index: number, x: number): Reading {
  const { series, group, band } = line;
  const drawn = line.values[index] as number;
  const count = ((series ?? group)?.counts[index] as number) ?? 1;
  const value = series && count === 1 ? series.last[index] : (line.original ?? line.values)[index];
  return {
    line,
    x,
    value: value as number,
    smoothed: line.original ? drawn : null,
    low: (band?.low[index] ?? value) as number,
    high: (band?.high[index] ?? value) as number,
    count,
  };
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
