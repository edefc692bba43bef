import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { runsQuery } from "@/api/queries";
import type { Run } from "@/api/types";
import { searchView, text } from "@/route/search";
import { validPattern } from "@/ui/pattern";

/** How the runs of a project are listed; the same beside its charts and in its table. */
export const runListView = searchView({ q: text(), sort: text("-created_time") });

export interface RunList {
  runs: readonly Run[];
  total: number;
  pending: boolean;
  error: Error | null;
  retry(): void;
  /** To be called with the last row in sight: loads what lies beyond. */
  reach(row: number): void;
}

/** The search as a filter: a pattern in names, ids and tags. */
const asFilter = (search: string): string =>
  search === "" ? "" : `~ ${JSON.stringify(validPattern(search))}`;

const EMPTY: readonly Run[] = [];

export function useRunList(project: string, search: string, sort: string): RunList {
  const query = useInfiniteQuery(runsQuery({ project, filter: asFilter(search), sort }));
  const pages = query.data?.pages;
  const runs = useMemo(() => pages?.flatMap((page) => page.runs) ?? EMPTY, [pages]);
  return {
    runs,
    total: pages?.[0]?.total ?? 0,
    pending: query.isPending,
    error: query.error,
    retry: () => void query.refetch(),
    reach: (row) => {
      if (row >= runs.length - 1 && query.hasNextPage && !query.isFetching) void query.fetchNextPage();
    },
  };
}
