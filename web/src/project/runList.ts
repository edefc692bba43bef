import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { runsQuery } from "@/api/queries";
import type { Place, Run, RunPage } from "@/api/types";
import { type FilterProblem, filterProblem } from "@/filter/problem";
import { useView } from "@/route/navigation";
import { list, searchView, text } from "@/route/search";
import { useLastGood } from "@/ui/lastGood";

export const runListView = searchView({ filter: text(), sort: list() });
const NEWEST_FIRST: readonly string[] = ["-created_time"];

export interface RunListView {
  filter: string;
  sort: readonly string[];
  /** Typing does not leave a step for the back button, a click does. */
  setFilter(filter: string, step?: "push" | "replace"): void;
  setSort(sort: readonly string[]): void;
}

/** How the runs of a project are listed, as the address says; the same beside its charts and in its table. */
export function useRunListView(): RunListView {
  const [{ filter, sort }, change] = useView(runListView);
  return {
    filter,
    sort: sort?.length ? sort : NEWEST_FIRST,
    setFilter: (next, step = "push") => change({ filter: next }, step),
    setSort: (next) => change({ sort: next.join() === NEWEST_FIRST.join() ? null : [...next] }),
  };
}

export interface RunList {
  runs: readonly Run[];
  total: number;
  pending: boolean;
  /** The filter cannot be followed: what is listed are the runs of the last one that could. */
  problem: FilterProblem | null;
  /** Anything else that went wrong. */
  error: Error | null;
  retry(): void;
  /** To be called with the last row in sight: loads what lies beyond. */
  reach(row: number): void;
}

const EMPTY: readonly Run[] = [];

/** Runs with those `fields` of them that are in sight. */
export function useRunList(
  project: string,
  { filter, sort, place }: Pick<RunListView, "filter" | "sort"> & { place?: Place },
  fields: readonly string[],
  wanted = true,
): RunList {
  const query = useInfiniteQuery({
    ...runsQuery({ project, filter: filter.trimEnd(), sort, place, fields: fieldsParam(fields) }),
    enabled: wanted,
  });
  const pages = useLastGood(query.data)?.pages;
  const runs = useMemo(() => pages?.flatMap((page) => page.runs) ?? EMPTY, [pages]);
  const problem = filterProblem(filter, query.error);
  return {
    runs,
    total: pages?.[0]?.total ?? 0,
    pending: query.isPending,
    problem,
    error: problem ? null : query.error,
    retry: () => void query.refetch(),
    reach: (row) => {
      if (row >= runs.length - 1 && query.hasNextPage && !query.isFetching) void query.fetchNextPage();
    },
  };
}

/** Fields as the API takes them, in one order whatever the order of the columns: no field at all would mean every field. */
export const fieldsParam = (fields: readonly string[]): readonly string[] =>
  fields.length > 0 ? [...fields].sort() : ["none"];

/** The run at a place of the pages of a list. */
export function nthRun(pages: readonly RunPage[] | undefined, place: number): Run | undefined {
  let rest = place;
  for (const { runs } of pages ?? []) {
    if (rest < runs.length) return runs[rest];
    rest -= runs.length;
  }
  return undefined;
}
