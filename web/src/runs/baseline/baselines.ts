import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import { firstRunsQuery } from "@/api/queries";
import type { Run } from "@/api/types";
import { fieldsParam } from "@/project/runList";
import { useView } from "@/route/navigation";
import { flag, searchView } from "@/route/search";

const MOST = 5;
export const baselineView = searchView({ diff: flag(), top: flag() });
const NONE: readonly Run[] = [];

export interface Baselines {
  /** The runs with a star, the one first that others are compared with. */
  runs: readonly Run[];
  /** Numbers show how they differ from those of the first baseline. */
  compared: boolean;
  /** The baselines stand above the table, too. */
  pinned: boolean;
  setCompared(on: boolean): void;
  setPinned(on: boolean): void;
}

/** `0.9123 +0.0123 ▲` takes more room than a number. */
const ROOM = 148;

/** How wide a column of numbers must be for differences to have a place in it. */
export function useDifferenceRoom(): number {
  const [{ diff }] = useView(baselineView);
  return diff ? ROOM : 0;
}

/** The baselines of a project, with those `fields` of them that the table shows, once they are `wanted`. */
export function useBaselines(project: string, fields: readonly string[], wanted: boolean): Baselines {
  const [{ diff, top }, change] = useView(baselineView);
  const question = { project, filter: "starred = true", sort: ["created_time"], fields: fieldsParam(fields) };
  const runs = useQuery({
    ...firstRunsQuery(question, MOST),
    enabled: wanted,
    placeholderData: (previous) => previous,
  }).data?.runs;
  return useMemo(
    () => ({
      runs: runs ?? NONE,
      compared: diff && (runs?.length ?? 0) > 0,
      pinned: top,
      setCompared: (on: boolean) => change({ diff: on }),
      setPinned: (on: boolean) => change({ top: on }),
    }),
    [runs, diff, top, change],
  );
}

/** The run that numbers are compared with; null while they are not. */
export const BaselineContext = createContext<Run | null>(null);
export const useBaseline = (): Run | null => useContext(BaselineContext);
