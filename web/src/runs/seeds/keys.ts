import type { Varying, VaryingKey } from "@/api/types";

/** How many settings can tell experiments apart: the API groups by as many fields. */
export const MOST_SETTINGS = 64;

const SEED =
  /(^|[/._-])(seed|seeds|random_?state|rng)$|(^|[/._-])(seed|random)[/._-]?(id|number|offset|index)$|[_-]seed$|Seed$/;

/** Whether a setting only tells repetitions of one experiment apart. */
export const isSeed = (key: string): boolean => SEED.test(key);

/** What a run calls its own: a path, an id, a time. */
const OWN =
  /(^|[/._-])(id|uuid|name|path|dir|directory|folder|file|output|out|log|logs|checkpoint|ckpt|timestamp|time|date|datetime|port|host|hostname|url)([/._-]|$)|(Id|Name|Path|Dir|File|Time)$/;
/** Runs of which nearly each has another value: one in ten may share theirs, as a run that was resumed does. */
const NEARLY_EACH = 0.9;

/** Whether a setting is another text in nearly each run, and called as such things are: no two runs share a path. */
export const isOwn = ({ key, values, runs, type }: VaryingKey): boolean =>
  type === "text" && runs > 2 && values >= NEARLY_EACH * runs && OWN.test(key);

/** The settings that do not tell experiments apart: seeds, by their names, and what each run has of its own. */
export const seedKeys = ({ config }: Varying): string[] =>
  config.filter((found) => isSeed(found.key) || isOwn(found)).map(({ key }) => key);

/**
 * The settings that tell experiments apart, the coarsest first. Those that all runs that have them have alike come last: they only tell
 * runs with such a setting from a run without one, and would fill the names of experiments with what nearly all of them share.
 */
export function distinguishing({ config, runs: all }: Varying, seeds: readonly string[]): string[] {
  const isShared = ({ values, runs }: VaryingKey) => runs < all && values === 2;
  return config
    .filter(({ key }) => !seeds.includes(key))
    .toSorted((a, b) => Number(isShared(a)) - Number(isShared(b)) || a.values - b.values)
    .map(({ key }) => key);
}
