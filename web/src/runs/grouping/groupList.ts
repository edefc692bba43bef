import { hashKey, useQueries, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { groupsPageQuery, PAGE_ROWS, subgroupsQuery } from "@/api/queries";
import type { Run, RunGroup, RunGroups } from "@/api/types";
import { type FilterProblem, filterProblem } from "@/filter/problem";
import { usePages } from "@/project/pages";
import { fieldsParam, type RunListQuestion } from "@/project/runList";
import { fieldText } from "../fieldText";
import type { TableRows } from "../rows";
import { groupRows } from "./groupRows";
import { groupId, groupTree, levelQuestion, memberQuery, type TreeQuestion } from "./groupTree";
import type { Grouping } from "./view";

export interface GroupList {
  rows: TableRows;
  /** The first of the outermost ones. */
  groups: readonly RunGroup[];
  total: number;
  /** How many runs are in all groups together. */
  runs: number;
  pending: boolean;
  problem: FilterProblem | null;
  error: Error | null;
  retry(): void;
}

const NONE: readonly RunGroup[] = [];

/** Rows that stand for groups before any are there. */
const AWAITED = 12;

/** The pages of a question that were in sight last, and those before them in which a group is open. */
interface KeptPages {
  of: string;
  pages: ReadonlyMap<number, RunGroups>;
}

const isKept = ({ of, pages }: KeptPages, question: string, here: KeptPages["pages"]): boolean =>
  of === question && [...here].every(([number, page]) => pages.get(number) === page);

const hasOpen = ({ groups }: RunGroups, open: ReadonlySet<string>): boolean =>
  groups.some((group) => open.has(groupId(group)));

/** A group in words, one for each of its fields. */
export const groupTexts = (by: readonly string[], { values }: RunGroup): string[] =>
  by.map((field, place) => fieldText(field, values[place] ?? null));

/** The groups of a project's runs, with the groups in those that are open, and at last with their runs. */
export function useGroupList(
  project: string,
  { filter, sort, place }: RunListQuestion,
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
  const outermost = levelQuestion(question, 0, known);
  const { here, newest, error, retry, reach } = usePages(
    (page) => groupsPageQuery(outermost, page),
    levels.length > 0,
    true,
  );
  // What is kept from before may be groups by other fields: their values say nothing of these.
  const width = levels[0]?.length ?? 0;
  const [kept, setKept] = useState<KeptPages>({ of: "", pages: new Map() });
  const of = hashKey([outermost]);
  if (here.size > 0 && !isKept(kept, of, here)) {
    // An open group takes as many rows as it has runs, also while it is far from those in sight.
    const before = kept.of === of ? [...kept.pages].filter(([, page]) => hasOpen(page, open)) : [];
    setKept({ of, pages: new Map([...before, ...here]) });
  }
  const total = newest?.total ?? 0;
  const pieces = useMemo(
    () =>
      [...kept.pages]
        .filter(([page]) => page * PAGE_ROWS < total)
        .sort(([one], [other]) => one - other)
        .map(([page, { groups }]) => ({
          from: page * PAGE_ROWS,
          groups: groups.filter(({ values }) => values.length === width),
        })),
    [kept, width, total],
  );
  const groups = pieces[0]?.from === 0 ? pieces[0].groups : NONE;
  const treeNow = () =>
    groupTree(question, pieces, (asked) => client.getQueryData(subgroupsQuery(asked).queryKey));
  const stamp = useQueries({
    queries: treeNow().wanted.map(subgroupsQuery),
    combine: (found) => found.map(({ dataUpdatedAt }) => dataUpdatedAt).join(),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp says when the groups within groups changed.
  const rows = useMemo(() => groupRows(treeNow().pieces, total), [question, pieces, total, stamp]);
  const problem = filterProblem(filter, error);
  const pending = newest === undefined && error === null;
  return {
    rows: {
      count: pending ? AWAITED : rows.count,
      at: rows.at,
      runAt: (row, client): Run | undefined => {
        const found = rows.at(row);
        if (found.kind !== "member") return undefined;
        const page = client.getQueryData(memberQuery(found.entry, found.place).queryKey);
        return page?.runs[found.place % PAGE_ROWS];
      },
      reach: (first, last) => reach(rows.groupAt(first), rows.groupAt(last)),
    },
    groups,
    total,
    runs: newest?.runs ?? 0,
    pending,
    problem,
    error: problem ? null : error,
    retry,
  };
}
