import type { SmoothingKind } from "../settings/params";

/** Differences in x count as if the visible range were a thousand units wide: smoothing looks the same at any zoom. */
const RANGE_UNITS = 1000;
const MAX_WEIGHT = 0.999;
/** What a strength of one would be, in those units. */
const MAX_SIGMA = 60;
const MAX_WINDOW = 200;
/** Beyond this many sigmas a Gaussian weighs nothing that could be seen. */
const REACH_SIGMAS = 3;

/** A line without its noise: `strength` is 0 to 1, whatever the kind. NaN in `y` (no point there) stays and does not count. */
export function smooth(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  strength: number,
  kind: SmoothingKind = "ema",
): Float64Array {
  const range = (x[x.length - 1] ?? 0) - (x[0] ?? 0);
  const scale = range > 0 ? RANGE_UNITS / range : 1;
  switch (kind) {
    case "ema":
      return movingAverage(x, y, Math.min(Math.sqrt(strength), MAX_WEIGHT), scale);
    case "gaussian":
      return gaussian(x, y, (strength * MAX_SIGMA) / scale);
    case "mean":
      return runningMean(x, y, (strength * MAX_WINDOW) / scale / 2);
  }
}

/**
 * Time-weighted exponential moving average, without the bias towards its start: a point weighs less the further back
 * in x it lies, so uneven steps smooth evenly.
 */
function movingAverage(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weight: number,
  scale: number,
): Float64Array {
  const out = new Float64Array(y.length);
  let sum = 0;
  let norm = 0;
  let before = Number.NaN;
  // Buckets are mostly equally far apart: their power is reckoned once.
  let distance = Number.NaN;
  let decay = 0;
  for (let i = 0; i < y.length; i += 1) {
    const value = y[i] as number;
    if (Number.isNaN(value)) {
      out[i] = Number.NaN;
      continue;
    }
    const at = x[i] as number;
    if (at - before !== distance) {
      distance = at - before;
      decay = Number.isNaN(distance) ? 0 : weight ** (distance * scale);
    }
    sum = sum * decay + value;
    norm = norm * decay + 1;
    out[i] = sum / norm;
    before = at;
  }
  return out;
}

/** Weighs neighbours on both sides by a normal distribution; near the ends by as much of it as there is. */
function gaussian(x: ArrayLike<number>, y: ArrayLike<number>, sigma: number): Float64Array {
  const out = empty(y);
  if (!(sigma > 0)) return copy(y, out);
  const points = pointsOf(x, y);
  let first = 0;
  for (let i = 0; i < points.at.length; i += 1) {
    const at = points.x[i] as number;
    while ((points.x[first] as number) < at - REACH_SIGMAS * sigma) first += 1;
    let sum = 0;
    let norm = 0;
    for (let j = first; j < points.at.length; j += 1) {
      const distance = ((points.x[j] as number) - at) / sigma;
      if (distance > REACH_SIGMAS) break;
      const weight = Math.exp(-0.5 * distance * distance);
      sum += weight * (points.y[j] as number);
      norm += weight;
    }
    out[points.at[i] as number] = sum / norm;
  }
  return out;
}

/** The mean of all points no further away than `half`, each summed anew: a spike leaves nothing behind once it is out of reach. */
function runningMean(x: ArrayLike<number>, y: ArrayLike<number>, half: number): Float64Array {
  const out = empty(y);
  const points = pointsOf(x, y);
  let first = 0;
  for (let i = 0; i < points.at.length; i += 1) {
    const at = points.x[i] as number;
    while ((points.x[first] as number) < at - half) first += 1;
    let sum = 0;
    let next = first;
    for (; next < points.at.length && (points.x[next] as number) <= at + half; next += 1) {
      sum += points.y[next] as number;
    }
    out[points.at[i] as number] = sum / (next - first);
  }
  return out;
}

const empty = (y: ArrayLike<number>): Float64Array => new Float64Array(y.length).fill(Number.NaN);

function copy(y: ArrayLike<number>, out: Float64Array): Float64Array {
  for (let i = 0; i < y.length; i += 1) out[i] = y[i] as number;
  return out;
}

/** The points of a line without its empty places. */
function pointsOf(x: ArrayLike<number>, y: ArrayLike<number>) {
  const at: number[] = [];
  for (let i = 0; i < y.length; i += 1) if (!Number.isNaN(y[i])) at.push(i);
  return { at, x: at.map((i) => x[i] as number), y: at.map((i) => y[i] as number) };
}
