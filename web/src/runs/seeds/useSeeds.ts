import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { varyingQuery } from "@/api/queries";
import type { Place } from "@/api/types";
import { useView } from "@/route/navigation";
import { flag, list, searchView } from "@/route/search";
import type { Grouping } from "../grouping/view";
import { distinguishing, MOST_SETTINGS, seedKeys } from "./keys";

export const seedsView = searchView({ seeds: flag(), seed: list() });
const NONE: readonly string[] = [];
/** Where nothing varies, all runs of a project are one experiment. */
const ONE_EXPERIMENT = ["project"];

export interface Seeds {
  on: boolean;
  /** The settings that only tell repetitions apart. */
  keys: readonly string[];
  /** The settings that tell experiments apart, as fields. */
  by: readonly string[];
  /** So many more settings vary than experiments can be told apart by. */
  more: number;
  pending: boolean;
  toggle(): void;
  /** Takes these settings for seeds; null for those that are called so. */
  setKeys(keys: readonly string[] | null): void;
}

interface Question {
  project: string;
  filter: string;
  place: Place;
}

/** Runs that differ in nothing but their seeds, as one experiment. */
export function useSeeds({ project, filter, place }: Question): Seeds {
  const [{ seeds: on, seed }, change] = useView(seedsView);
  const answer = useQuery({ ...varyingQuery(project, filter, place), enabled: on }).data;
  const keys = useMemo(() => seed ?? (answer ? seedKeys(answer) : NONE), [seed, answer]);
  const apart = useMemo(() => (answer ? distinguishing(answer, keys) : NONE), [answer, keys]);
  const by = useMemo(() => {
    if (!answer) return NONE;
    const fields = apart.slice(0, MOST_SETTINGS).map((key) => `config.${key}`);
    return fields.length > 0 ? fields : ONE_EXPERIMENT;
  }, [answer, apart]);
  return {
    on,
    keys,
    by,
    more: Math.max(0, apart.length - MOST_SETTINGS),
    pending: on && answer === undefined,
    toggle: () => change({ seeds: !on }),
    setKeys: (next) => change({ seed: next && [...next] }, "replace"),
  };
}

/** How the table groups runs while seeds are one experiment. */
export function useSeedGrouping(grouping: Grouping, seeds: Seeds): Grouping {
  const { on, by } = seeds;
  return useMemo(
    () =>
      on
        ? {
            ...grouping,
            by,
            levels: by.length > 0 ? [by] : [],
            figure: grouping.figure === "mean" ? "sure" : grouping.figure,
          }
        : grouping,
    [grouping, on, by],
  );
}
