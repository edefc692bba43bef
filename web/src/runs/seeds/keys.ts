import type { Columns } from "@/api/types";

/** How many settings can tell experiments apart: the API groups by as many fields. */
export const MOST_SETTINGS = 5;
/** Of so many settings it is asked whether they vary. */
export const MOST_ASKED = 60;

const SEED =
  /(^|[/._-])(seed|seeds|random_?state|rng)$|(^|[/._-])(seed|random)[/._-]?(id|number|offset|index)$|[_-]seed$|Seed$/;

/** Whether a setting only tells repetitions of one experiment apart. */
export const isSeed = (key: string): boolean => SEED.test(key);

/** The settings that are seeds, by their names. */
export const seedKeys = (columns: Columns | undefined): string[] =>
  (columns?.config ?? []).map(({ key }) => key).filter(isSeed);

/** The settings of which it has to be asked whether they vary: those that most runs have come first. */
export function settingsToAsk(columns: Columns | undefined, seeds: readonly string[]): string[] {
  const left = new Set(seeds);
  return (columns?.config ?? [])
    .filter(({ key }) => !left.has(key))
    .toSorted((a, b) => b.runs - a.runs)
    .slice(0, MOST_ASKED)
    .map(({ key }) => key);
}

export interface Variation {
  key: string;
  /** How many values it has among the runs; not having it is one more. */
  values: number;
}

/**
 * The settings that tell experiments apart. Of more than can be used, those with few values come first: what is another
 * number in every run (a path, a time) makes no groups.
 */
export const distinguishing = (variations: readonly Variation[]): string[] =>
  variations
    .filter(({ values }) => values > 1)
    .toSorted((a, b) => a.values - b.values)
    .slice(0, MOST_SETTINGS)
    .map(({ key }) => key);
