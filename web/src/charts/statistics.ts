/** Statistics of small samples, as panels show them. */

/** The quantile of ascending values, interpolated linearly between neighbours (R's type 7, NumPy's default). */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The standard deviation of a sample; NaN for fewer than two values. */
export function deviation(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

export interface Box {
  count: number;
  q25: number;
  median: number;
  q75: number;
  /** The furthest values within 1.5 interquartile ranges of the box (Tukey's whiskers). */
  low: number;
  high: number;
  outliers: readonly number[];
}

const WHISKER = 1.5;

/** null for no values. */
export function boxOf(values: readonly number[]): Box | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const [q25, median, q75] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share)) as [
    number,
    number,
    number,
  ];
  const reach = WHISKER * (q75 - q25);
  const within = sorted.filter((value) => value >= q25 - reach && value <= q75 + reach);
  return {
    count: sorted.length,
    q25,
    median,
    q75,
    low: Math.min(q25, within[0] ?? q25),
    high: Math.max(q75, within.at(-1) ?? q75),
    outliers: [...sorted].filter((value) => value < q25 - reach || value > q75 + reach),
  };
}

/** How dense values lie, by a Gaussian kernel with Silverman's width; at `places` equal distances over their range. */
export function densityOf(values: readonly number[], places = 48): { at: number; density: number }[] {
  const sorted = Float64Array.from(values).sort();
  const spread = deviation(values);
  const middle = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.34;
  const width =
    0.9 * Math.min(...[spread, middle].filter((each) => each > 0), spread || 0) * values.length ** -0.2;
  if (values.length < 3 || !(width > 0)) return [];
  const low = (sorted[0] as number) - 2 * width;
  const high = (sorted.at(-1) as number) + 2 * width;
  return Array.from({ length: places }, (_, i) => {
    const at = low + ((high - low) * i) / (places - 1);
    const sum = values.reduce((total, value) => total + Math.exp(-0.5 * ((at - value) / width) ** 2), 0);
    return { at, density: sum / (values.length * width * Math.sqrt(2 * Math.PI)) };
  });
}

/** The ranks of values from 1; equal values share the mean of theirs. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((value, index) => [value, index] as const).sort(([a], [b]) => a - b);
  const found = new Array<number>(values.length);
  for (let first = 0; first < order.length; ) {
    let next = first + 1;
    while (next < order.length && order[next]?.[0] === order[first]?.[0]) next += 1;
    for (let i = first; i < next; i += 1) found[order[i]?.[1] as number] = (first + next + 1) / 2;
    first = next;
  }
  return found;
}

/** Pearson's correlation; NaN where one side does not vary. */
export function correlation(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i += 1) {
    const [dx, dy] = [(x[i] as number) - mx, (y[i] as number) - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Spearman's: the correlation of the ranks, so that only the order counts. */
export const rankCorrelation = (x: readonly number[], y: readonly number[]): number =>
  correlation(ranks(x), ranks(y));

/** The share of the variance of `values` that lies between classes (η²), 0 to 1. */
export function explainedShare(classes: readonly number[], values: readonly number[]): number {
  const centre = mean(values);
  const sums = new Map<number, { sum: number; count: number }>();
  let total = 0;
  for (let i = 0; i < values.length; i += 1) {
    const own = sums.get(classes[i] as number) ?? { sum: 0, count: 0 };
    own.sum += values[i] as number;
    own.count += 1;
    sums.set(classes[i] as number, own);
    total += ((values[i] as number) - centre) ** 2;
  }
  if (total === 0) return 0;
  let between = 0;
  for (const { sum, count } of sums.values()) between += count * (sum / count - centre) ** 2;
  return between / total;
}

/** Numbers from 0 to 1 that are the same every time: what is shown must not change with a reload. */
export function sameRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffle<T>(values: readonly T[], random: () => number): T[] {
  const shuffled = [...values];
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
  }
  return shuffled;
}
