import type { Json, MediaItem } from "@/api/types";

/** A histogram as it was logged. */
export interface Bars {
  counts: readonly number[];
  /** One more than there are counts. */
  edges: readonly number[];
  /** What lies in no bin: NaN and infinities. */
  apart: readonly { name: string; count: number }[];
}

const numbers = (value: Json | undefined): number[] | null =>
  Array.isArray(value) && value.every((each) => typeof each === "number") ? (value as number[]) : null;

const APART = [
  ["nan", "NaN"],
  ["below_inf", "−Inf"],
  ["above_inf", "+Inf"],
] as const;

/** The histogram that an item's facts are; null where they are none. */
export function barsOf({ facts }: MediaItem): Bars | null {
  const counts = numbers(facts.counts);
  const edges = counts && edgesOf(facts.edges, counts.length);
  if (counts === null || edges === null || edges.length !== counts.length + 1) return null;
  const apart = APART.flatMap(([fact, name]) => {
    const count = facts[fact];
    return typeof count === "number" && count > 0 ? [{ name, count }] : [];
  });
  return { counts, edges, apart };
}

function edgesOf(value: Json | undefined, bins: number): number[] | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return numbers(value);
  const { low, high } = value;
  if (typeof low !== "number" || typeof high !== "number") return null;
  return Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
}

export interface Bar {
  /** All within 0 and 1: from the left, and up. */
  left: number;
  width: number;
  height: number;
  low: number;
  high: number;
  count: number;
}

/** Bars whose area says how much lies there: a wide bin is as high as it is dense. The picture may reach farther than the bins. */
export function drawn({ counts, edges }: Bars, reach?: readonly [low: number, high: number]): Bar[] {
  const [first, last] = reach ?? [edges[0] ?? 0, edges.at(-1) ?? 1];
  const span = last - first || 1;
  const bars = counts.map((count, i) => {
    const [low, high] = [edges[i] ?? 0, edges[i + 1] ?? 0];
    const width = (high - low) / span;
    return { left: (low - first) / span, width, height: width > 0 ? count / width : 0, low, high, count };
  });
  const top = Math.max(...bars.map(({ height }) => height), Number.MIN_VALUE);
  return bars.map((bar) => ({ ...bar, height: bar.height / top }));
}
