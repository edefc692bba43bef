import type { RunGroup, Spread } from "@/api/types";
import type { Better } from "../baseline/difference";
import { expectedMaximum, outlierTail, type Sample, spreadBias, welch } from "./statistics";

const LIKELY = 0.05;

export interface Finding {
  /** The group with the best mean. */
  leader: RunGroup;
  /** How many groups were compared with it, and which of them are within noise of it. */
  compared: number;
  within: ReadonlySet<RunGroup>;
  luck: Luck | null;
}

/** The best run of several of the same settings, beside what so many draws give anyway. */
export interface Luck {
  runs: number;
  best: number;
  expected: number;
  /** Whether chance alone gives a best like this often. */
  isChance: boolean;
}

function sampleOf(spread: Spread | undefined): Sample | null {
  if (!spread || spread.mean === null || spread.std === null || spread.count < 2) return null;
  return { count: spread.count, mean: spread.mean, std: spread.std };
}

/**
 * What groups of seeds say of a metric: which one leads, which are within noise of it, and whether its best run was lucky.
 * Where no group is better than another, one project in twenty is told otherwise, however many groups it has.
 */
export function findingOf(
  groups: readonly RunGroup[],
  field: string,
  better: Exclude<Better, "neither">,
): Finding | null {
  const sign = better === "higher" ? 1 : -1;
  const samples = groups.flatMap((group) => {
    const sample = sampleOf(group.aggregates[field]);
    return sample ? [{ group, sample }] : [];
  });
  const first = samples.toSorted((a, b) => sign * (b.sample.mean - a.sample.mean))[0];
  if (first === undefined) return null;
  const others = samples.filter(({ group }) => group !== first.group);
  // The leader is the best of all: any two of them could have been the ones that are told apart by chance.
  const pairs = (samples.length * (samples.length - 1)) / 2;
  const within = others.filter(({ sample }) => (welch(first.sample, sample) ?? 1) * pairs > LIKELY);
  return {
    leader: first.group,
    compared: others.length,
    within: new Set(within.map(({ group }) => group)),
    luck: luckOf(first.group.aggregates[field], better),
  };
}

/** Null where there are too few runs, or they do not differ. */
export function luckOf(spread: Spread | undefined, better: Exclude<Better, "neither">): Luck | null {
  const sample = sampleOf(spread);
  const best = better === "higher" ? spread?.max : spread?.min;
  if (sample === null || sample.std === 0 || sample.count < 3 || best === null || best === undefined)
    return null;
  const sign = better === "higher" ? 1 : -1;
  const reach = (sign * (best - sample.mean)) / sample.std;
  return {
    runs: sample.count,
    best,
    expected: sample.mean + (sign * sample.std * expectedMaximum(sample.count)) / spreadBias(sample.count),
    isChance: outlierTail(reach, sample.count) > LIKELY,
  };
}
