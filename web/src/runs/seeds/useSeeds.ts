import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { columnFactsQuery, columnsQuery } from "@/api/queries";
import type { Place } from "@/api/types";
import { useView } from "@/route/navigation";
import { flag, list, searchView } from "@/route/search";
import type { Grouping } from "../grouping/view";
import { distinguishing, MOST_ASKED, seedKeys, settingsToAsk } from "./keys";

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
  /** More settings vary than experiments can be told apart by, or than were looked at. */
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
  const columns = useQuery(columnsQuery(project, place)).data;
  const keys = useMemo(() => seed ?? seedKeys(columns), [seed, columns]);
  const asked = useMemo(() => (on ? settingsToAsk(columns, keys) : NONE), [on, columns, keys]);
  const answers = useQueries({
    queries: asked.map((key) => columnFactsQuery(project, `config.${key}`, filter, place)),
    combine: (found) =>
      found.some(({ data, error }) => data === undefined && error === null)
        ? null
        : JSON.stringify(found.map(({ data }) => (data ? data.distinct + (data.nothing > 0 ? 1 : 0) : 0))),
  });
  const varying = useMemo(() => {
    if (answers === null) return null;
    const values = JSON.parse(answers) as number[];
    return asked.flatMap((key, place) =>
      (values[place] ?? 0) > 1 ? [{ key, values: values[place] ?? 0 }] : [],
    );
  }, [asked, answers]);
  const by = useMemo(() => {
    if (!varying) return NONE;
    const found = distinguishing(varying).map((key) => `config.${key}`);
    return found.length > 0 ? found : ONE_EXPERIMENT;
  }, [varying]);
  const unseen = Math.max(0, (columns?.config.length ?? 0) - keys.length - MOST_ASKED);
  return {
    on,
    keys,
    by,
    more: (varying ? Math.max(0, varying.length - by.length) : 0) + unseen,
    pending: on && (columns === undefined || varying === null),
    toggle: () => change({ seeds: !on }),
    setKeys: (next) => change({ seed: next && [...next] }, "replace"),
  };
}

/** How the table groups runs while seeds are one experiment. */
export function useSeedGrouping(grouping: Grouping, seeds: Seeds): Grouping {
  const { on, by } = seeds;
  return useMemo(
    () =>
      on ? { ...grouping, by, figure: grouping.figure === "mean" ? "sure" : grouping.figure } : grouping,
    [grouping, on, by],
  );
}
