import type { Columns, Varying } from "@/api/types";
import { isOwn, isSeed } from "@/runs/seeds/keys";

/** The keys of the config that tell runs apart; all of them while that is not known, or where nothing does. */
export function telling(config: Columns["config"], varying: Varying | undefined): Columns["config"] {
  const differ = new Map(varying?.config.map((key) => [key.key, key]));
  const found = config.filter(({ key }) => {
    const known = differ.get(key);
    return known !== undefined && !isSeed(key) && !isOwn(known);
  });
  return found.length > 0 ? found : config;
}

/**
 * The keys of the config in the order in which somebody is likely to ask about them: those that differ between the runs,
 * then seeds and what each run has of its own, then what is the same in all of them; among equals those of most runs first.
 * Without `varying`, which a filter that cannot be followed has not, by the runs alone.
 */
export function byInterest(config: Columns["config"], varying: Varying | undefined): Columns["config"] {
  const differ = new Map(varying?.config.map((key) => [key.key, key]));
  const rank = (key: string): number => {
    const found = differ.get(key);
    if (!found) return varying ? 2 : 0;
    return isSeed(key) || isOwn(found) ? 1 : 0;
  };
  return [...config].sort((one, other) => rank(one.key) - rank(other.key) || other.runs - one.runs);
}
