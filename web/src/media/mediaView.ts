import { choice, flag, list, searchView, text } from "@/route/search";

export const TILES = ["small", "medium", "large"] as const;

/**
 * The gallery's part of the address. `step` holds `120@val/mistakes` for each key that stands still; with `sync` all
 * keys share one, `120@`. `item` is the one that is open: `120/3@val/mistakes`. `sort` holds `-recall@val/per_class`.
 */
export const mediaView = searchView({
  media: text(),
  step: list(),
  sync: flag(),
  tiles: choice(TILES, "medium"),
  item: text(),
  sort: list(),
});

/** Reads what a list holds for a key: the part before the first "@". */
export function entryOf(entries: readonly string[] | null, key: string): string | null {
  const found = entries?.find((entry) => entry.slice(entry.indexOf("@") + 1) === key);
  return found === undefined ? null : found.slice(0, found.indexOf("@"));
}

/** The list with the key's entry replaced, or without it. */
export function withEntry(
  entries: readonly string[] | null,
  key: string,
  value: string | null,
): string[] | null {
  const others = entries?.filter((entry) => entry.slice(entry.indexOf("@") + 1) !== key) ?? [];
  const next = value === null ? others : [...others, `${value}@${key}`];
  return next.length === 0 ? null : next;
}

export function chosenStep(entries: readonly string[] | null, key: string): number | null {
  const step = Number(entryOf(entries, key) ?? Number.NaN);
  return Number.isNaN(step) ? null : step;
}

export interface ItemPlace {
  key: string;
  step: number;
  index: number;
}

export const formatItem = ({ key, step, index }: ItemPlace): string => `${step}/${index}@${key}`;

export function parseItem(item: string): ItemPlace | null {
  const match = /^(-?\d+)\/(\d+)@(.+)$/s.exec(item);
  return match && { step: Number(match[1]), index: Number(match[2]), key: match[3] ?? "" };
}
