import { useInfiniteQuery, useQueries, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { groupsQuery, subgroupsQuery } from "@/api/queries";
import type { Place, Run, RunGroup } from "@/api/types";
import { type FilterProblem, filterProblem } from "@/filter/problem";
import { fieldsParam, nthRun, type RunListView } from "@/project/runList";
import { useLastGood } from "@/ui/lastGood";
import { fieldText } from "../fieldText";
import type { TableRows } from "../rows";
import { groupRows } from "./groupRows";
import { groupTree, levelQuestion, memberKey, type TreeQuestion } from "./groupTree";
import type { Grouping } from "./view";

export interface GroupList {
  rows: TableRows;
  /** The outermost ones, as far as they are there. */
  groups: readonly RunGroup[];
  total: number;
  /** How many runs are in all groups together. */
  runs: number;
  pending: boolean;
  problem: FilterProblem | null;
  error: Error | null;
  retry(): void;
}

/** Rows that stand for groups before any are there. */
const AWAITED = 12;

/** A group in words, one for each of its fields. */
export const groupTexts = (by: readonly string[], { values }: RunGroup): string[] =>
  by.map((field, place) => fieldText(field, values[place] ?? null));

/** The groups of a project's runs, with the groups in those that are open, and at last with their runs. */
export function useGroupList(
  project: string,
  { filter, sort, place }: Pick<RunListView, "filter" | "sort"> & { place?: Place },
  { levels, figure, open }: Grouping,
  fields: readonly string[],
  aggregate: readonly string[],
): GroupList {
  const client = useQueryClient();
  const known = filter.trimEnd();
  const question = useMemo<TreeQuestion>(
    () => ({
      runs: { project, filter: known, sort, place, fields: fieldsParam(fields) },
      levels,
      figure,
      aggregate,
      open,
    }),
    [project, known, sort, place, fields, levels, figure, aggregate, open],
  );
  const query = useInfiniteQuery(groupsQuery(levelQuestion(question, 0, known)));
  const pages = useLastGood(query.data)?.pages;
  // What is kept from before may be groups by other fields: their values say nothing of these.
  const width = levels[0]?.length ?? 0;
  const groups = useMemo(
    () => pages?.flatMap((page) => page.groups).filter(({ values }) => values.length === width) ?? [],
    [pages, width],
  );
  const total = pages?.[0]?.total ?? 0;
  const treeNow = () =>
    groupTree(question, groups, total, (asked) => client.getQueryData(subgroupsQuery(asked).queryKey));
  const stamp = useQueries({
    queries: treeNow().wanted.map(subgroupsQuery),
    combine: (found) => found.map(({ dataUpdatedAt }) => dataUpdatedAt).join(),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp says when the groups within groups changed.
  const rows = useMemo(() => groupRows(treeNow().level), [question, groups, total, stamp]);
  const problem = filterProblem(filter, query.error);
  return {
    rows: {
      count: query.isPending && total === 0 ? AWAITED : rows.count,
      at: rows.at,
      runAt: (row, client): Run | undefined => {
        const found = rows.at(row);
        if (found.kind !== "member") return undefined;
        return nthRun(client.getQueryData(memberKey(found.entry))?.pages, found.place);
      },
      reach: (row) => {
        if (row >= rows.loaded - 1 && query.hasNextPage && !query.isFetching) void query.fetchNextPage();
      },
    },
    groups,
    total,
    runs: pages?.[0]?.runs ?? 0,
    pending: query.isPending,
    problem,
    error: problem ? null : query.error,
    retry: () => void query.refetch(),
  };
}
