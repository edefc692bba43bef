import type { Floats } from "@/api/series";
import type { Limits } from "../settings/params";
import type { Plot } from "./plot";

/** The least value that a logarithmic axis shows; uPlot's magnitudes begin a little below. */
const LEAST_LOG = 1e-30;
/** Beyond so many interquartile ranges from the middle half, values are outliers (Tukey's outer fences). */
const FENCE = 3;

interface Asked {
  from: number;
  to: number;
  log: boolean;
  clip: boolean;
}

/** The lowest and highest value to be seen between two x, with some air; null where there is nothing to see. */
export function valueRange(plot: Plot, { from, to, log, clip }: Asked): [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const seen: number[] = [];
  const take = (values: Floats) => {
    for (let i = 0; i < values.length; i += 1) {
      const at = plot.x[i] as number;
      if (at < from || at > to) continue;
      const value = values[i] as number;
      // An axis that is to reach infinity never gets there: its ticks have no end.
      if (!Number.isFinite(value) || (log && value < LEAST_LOG)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      if (clip) seen.push(log ? Math.log(value) : value);
    }
  };
  for (const line of plot.lines) {
    take(line.values);
    if (line.original) take(line.original);
    if (plot.bands && line.band) {
      take(line.band.low);
      take(line.band.high);
    }
  }
  if (low > high) return null;
  if (clip) [low, high] = fenced(seen, low, high, log);
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

/** The ends without the outliers; on a logarithmic axis, without the outliers of the logarithms. */
function fenced(seen: number[], low: number, high: number, log: boolean): [number, number] {
  const sorted = Float64Array.from(seen).sort();
  const quartile = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  const [q25, q75] = [quartile(0.25), quartile(0.75)];
  const reach = FENCE * (q75 - q25);
  if (reach === 0) return [low, high];
  const back = (value: number) => (log ? Math.exp(value) : value);
  return [Math.max(low, back(q25 - reach)), Math.min(high, back(q75 + reach))];
}

/** So many values tell where the middle half lies. */
const SAMPLE = 1000;
/** Outliers that leave the others less than this share of the axis are worth a word. */
const LEAST_SHARE = 1 / 8;

/** So large a part of the values, at either end, are a few. Where more lie far out, that is how the line goes: it rose early and stays. */
const FEW = 1 / 50;

/** Whether a few values far beyond the others press them flat. */
export function isPressedFlat(plot: Plot, log: boolean): boolean {
  const all = plot.lines.reduce((count, { values }) => count + values.length, 0);
  const stride = Math.max(1, Math.floor(all / SAMPLE));
  const seen: number[] = [];
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let at = 0;
  for (const { values } of plot.lines) {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i] as number;
      if (!Number.isFinite(value) || (log && value < LEAST_LOG)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      at += 1;
      if (at % stride === 0) seen.push(log ? Math.log(value) : value);
    }
  }
  if (seen.length < 8) return false;
  const [from, to] = fenced(seen, low, high, log);
  const width = (a: number, b: number) => (log ? Math.log(b / a) : b - a);
  const narrow = width(low, high) * LEAST_SHARE;
  const sorted = Float64Array.from(seen).sort();
  const few = Math.ceil(seen.length * FEW);
  const others = (sorted.at(-1 - few) as number) - (sorted[few] as number);
  return width(from, to) < narrow && others < narrow;
}

/** The interval with those ends that the reader has set. */
export function withLimits(range: [number, number], [low, high]: Limits, log: boolean): [number, number] {
  const from = low === null || (log && low <= 0) ? range[0] : low;
  const to = high === null || (log && high <= 0) ? range[1] : high;
  if (from < to) return [from, to];
  // One end was set beyond all values: the other one gives way.
  const width = Math.max(range[1] - range[0], Math.abs(from) * 0.1, Number.MIN_VALUE);
  return low === null ? [log ? to / 10 : to - width, to] : [from, log ? from * 10 : from + width];
}
