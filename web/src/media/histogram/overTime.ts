import type { Histograms } from "@/api/schema";
import type { Scale } from "@/charts/scale";

/** How the histograms of many steps are shown. */
export const WAYS = ["step", "ridgeline", "heatmap", "table"] as const;
export type Way = (typeof WAYS)[number];

/** How far pictures of several runs reach, so that they can be compared. */
export interface Reach {
  low: number;
  high: number;
  /** The greatest density. */
  peak: number;
}

/** The share of a step's values that lies in each bin, by the bin's width: bins of any width can be compared. */
export function densities(counts: readonly number[], edges: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count, i) => {
    const width = (edges[i + 1] ?? 0) - (edges[i] ?? 0);
    return total > 0 && width > 0 ? count / total / width : 0;
  });
}

/** null where there is nothing to be drawn. */
export function reachOf({ edges, counts }: Pick<Histograms, "edges" | "counts">): Reach | null {
  const [low, high] = [edges[0], edges.at(-1)];
  if (low === undefined || high === undefined || counts.length === 0) return null;
  let peak = 0;
  for (const each of counts) for (const density of densities(each, edges)) if (density > peak) peak = density;
  return { low, high, peak };
}

export function joinedReach(all: readonly (Reach | null)[]): Reach | null {
  let joined: Reach | null = null;
  for (const reach of all) {
    if (reach === null) continue;
    joined = joined
      ? {
          low: Math.min(joined.low, reach.low),
          high: Math.max(joined.high, reach.high),
          peak: Math.max(joined.peak, reach.peak),
        }
      : reach;
  }
  return joined;
}

/** Where one step's stretch of a step axis ends and the next one's begins: half way between them. One more than steps. */
export function stepBorders(steps: readonly number[]): number[] {
  const [first = 0] = steps;
  const last = steps.at(-1) ?? 0;
  const begin = ((steps[1] ?? first + 1) - first) / 2;
  const end = (last - (steps.at(-2) ?? last - 1)) / 2;
  const middles = steps.slice(1).map((step, i) => ((steps[i] ?? 0) + step) / 2);
  return steps.length === 0 ? [] : [first - begin, ...middles, last + end];
}

/** The stretch between ascending borders that holds a value, the nearest one for a value outside. */
export function stretchAt(borders: readonly number[], value: number): number {
  let low = 0;
  let high = borders.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((borders[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

export interface Ridge {
  /** Its place among the steps. */
  at: number;
  base: number;
  /** The outline over its base, closed. */
  path: string;
}

/** Ridges reach over this many of those behind them, and over more where there are many: they would be slits. */
const OVERLAP = 4;
const LEAST_LIFT = 0.25;

/** Where ridges stand: the oldest step farthest back. `lift` is how high the greatest density is. */
export function ridgeBases(
  count: number,
  top: number,
  bottom: number,
): { base(at: number): number; lift: number } {
  const room = bottom - top;
  const lift = room * Math.min(0.9, Math.max(LEAST_LIFT, OVERLAP / (count + OVERLAP - 1)));
  const gap = count > 1 ? (room - lift) / (count - 1) : 0;
  return { base: (at) => top + lift + at * gap, lift };
}

/** An outline for each step, as high as its bins are dense, over edges as they are. */
export function ridgesOf(
  { edges, counts }: Pick<Histograms, "edges" | "counts">,
  x: Scale,
  peak: number,
  top: number,
  bottom: number,
): Ridge[] {
  const { base, lift } = ridgeBases(counts.length, top, bottom);
  const round = (place: number) => Math.round(place * 10) / 10;
  const places = edges.map((edge) => round(x(edge)));
  return counts.map((each, at) => {
    const foot = round(base(at));
    const parts = densities(each, edges).map(
      (density, i) => `V${round(foot - (peak > 0 ? density / peak : 0) * lift)}H${places[i + 1]}`,
    );
    return { at, base: foot, path: `M${places[0]} ${foot}${parts.join("")}V${foot}Z` };
  });
}

/** The ridge that a place is nearest to, judged by the bases. */
export function ridgeAt(count: number, top: number, bottom: number, y: number): number {
  const { base } = ridgeBases(count, top, bottom);
  const gap = count > 1 ? base(1) - base(0) : 1;
  // What stands on a base lies over it.
  return Math.max(0, Math.min(count - 1, Math.ceil((y - base(0)) / gap - 0.25)));
}

/** The value below which a share of a step's values lies, taking each bin as evenly filled; NaN for an empty step. */
export function quantile(counts: readonly number[], edges: readonly number[], share: number): number {
  const wanted = counts.reduce((sum, count) => sum + count, 0) * share;
  if (!(wanted > 0) && share > 0) return Number.NaN;
  let before = 0;
  for (const [i, count] of counts.entries()) {
    if (count > 0 && before + count >= wanted * (1 - 1e-12)) {
      const [low = Number.NaN, high = Number.NaN] = [edges[i], edges[i + 1]];
      return low + (high - low) * Math.min(1, Math.max(0, (wanted - before) / count));
    }
    before += count;
  }
  return Number.NaN;
}

/** What is said of the steps that are not drawn, and of bins that are not as they were logged. */
export function noteOf({ steps, total, rebinned, edges, counts }: Histograms): string {
  return [
    steps.length < total && `${steps.length} of ${total.toLocaleString("en")} steps, evenly picked`,
    rebinned && `edges differ: shared out over ${edges.length - 1} bins`,
    counts.length > 0 && counts.every((each) => each.every((count) => count === 0)) && "no finite values",
  ]
    .filter(Boolean)
    .join(" · ");
}
