/** Differences in x count as if the visible range were a thousand units wide: smoothing looks the same at any zoom. */
const RANGE_UNITS = 1000;
const MAX_WEIGHT = 0.999;

/**
 * Time-weighted exponential moving average, without the bias towards its start: a point weighs less the further back
 * in x it lies, so uneven steps smooth evenly. NaN in `y` (no point there) is passed over.
 */
export function smooth(x: ArrayLike<number>, y: ArrayLike<number>, strength: number): Float64Array {
  const out = new Float64Array(y.length).fill(Number.NaN);
  const weight = Math.min(Math.sqrt(strength), MAX_WEIGHT);
  const range = (x[x.length - 1] ?? 0) - (x[0] ?? 0);
  const scale = range > 0 ? RANGE_UNITS / range : 1;
  let sum = 0;
  let norm = 0;
  let before = Number.NaN;
  for (let i = 0; i < y.length; i += 1) {
    const value = y[i] as number;
    if (Number.isNaN(value)) continue;
    const at = x[i] as number;
    const decay = Number.isNaN(before) ? 0 : weight ** ((at - before) * scale);
    sum = sum * decay + value;
    norm = norm * decay + 1;
    out[i] = sum / norm;
    before = at;
  }
  return out;
}
