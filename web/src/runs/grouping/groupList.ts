import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { groupsQuery, type RunsQuestion, runsQuery } from "@/api/queries";
import type { Place, Run, RunGroup } from "@/api/types";
import { type FilterProblem, filterProblem } from "@/filter/problem";
import { both, isValue, writeValue } from "@/filter/text";
import { fieldsParam, nthRun, type RunListView } from "@/project/runList";
import { useLastGood } from "@/ui/lastGood";
import { fieldText } from "../fieldText";
import type { GroupEntry, TableRows } from "../rows";
import { groupSort } from "./figures";
import { groupRows } from "./groupRows";
import type { Grouping } from "./view";

export interface GroupList {
  rows: TableRows;
  /** Those that are there. */
  groups: readonly RunGroup[];
  total: number;
  /** How many runs are in all groups together. */
  runs: number;
  pending: boolean;
  problem: FilterProblem | null;
  error: Error | null;
  retry(): void;
}

interface Asked {
  by: readonly string[];
  groups: readonly RunGroup[];
}

const NONE: Asked = { by: [], groups: [] };

export const groupId = (group: RunGroup): string => JSON.stringify(group.values.map(writeValue));

/** The filter that a group's values say. */
export const groupFilter = (by: readonly string[], { values }: RunGroup): string =>
  by.map((field, place) => isValue(field, values[place] ?? null)).join(" and ");

/** A group in words, one for each of its fields. */
export const groupTexts = (by: readonly string[], { values }: RunGroup): string[] =>
  by.map((field, place) => fieldText(field, values[place] ?? null));

/** The groups of a project's runs, with the runs of those that are open. */
export function useGroupList(
  project: string,
  { filter, sort, place }: Pick<RunListView, "filter" | "sort"> & { place?: Place },
  { by, figure, open }: Grouping,
  fields: readonly string[],
  aggregate: readonly string[],
): GroupList {
  const known = filter.trimEnd();
  const query = useInfiniteQuery(
    groupsQuery({
      project,
      filter: known,
      place,
      by,
      aggregate: [...aggregate].sort(),
      sort: groupSort(sort, by, aggregate, figure),
    }),
  );
  const pages = useLastGood(query.data)?.pages;
  // What is kept from before may be groups by other fields: their values say nothing of these.
  const asked = useMemo<Asked>(() => {
    const groups = pages?.flatMap((page) => page.groups) ?? [];
    return groups.every(({ values }) => values.length === by.length) ? { by, groups } : NONE;
  }, [pages, by]);
  const total = pages?.[0]?.total ?? 0;
  const rows = useMemo(() => {
    const question = { project, sort, place, fields: fieldsParam(fields) };
    const entries = asked.groups.map((group): GroupEntry => {
      const id = groupId(group);
      const itself = groupFilter(asked.by, group);
      const members: RunsQuestion = { ...question, filter: both(known, itself) };
      return { id, group, question: members, filter: itself, open: open.has(id) };
    });
    return groupRows(entries, total);
  }, [asked, total, project, known, sort, place, fields, open]);
  const problem = filterProblem(filter, query.error);
  return {
    rows: {
      count: rows.count,
      at: rows.at,
      runAt: (row, client): Run | undefined => {
        const found = rows.at(row);
        if (found.kind !== "member") return undefined;
        const pages = client.getQueryData(runsQuery(found.entry.question).queryKey)?.pages;
        return nthRun(pages, found.place);
      },
      reach: (row) => {
        if (row >= rows.loaded - 1 && query.hasNextPage && !query.isFetching) void query.fetchNextPage();
      },
    },
    groups: asked.groups,
    total,
    runs: pages?.[0]?.runs ?? 0,
    pending: query.isPending,
    problem,
    error: problem ? null : query.error,
    retry: () => void query.refetch(),
  };
}
