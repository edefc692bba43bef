import { useMemo } from "react";
import { PAGE_ROWS, runsPageQuery } from "@/api/queries";
import type { Place, Run } from "@/api/types";
import { type FilterProblem, filterProblem } from "@/filter/problem";
import { useView } from "@/route/navigation";
import { list, searchView, text } from "@/route/search";
import { pageOfRow, usePages } from "./pages";

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
  /** The run of a row, from 0 on, if it is here. */
  at(row: number): Run | undefined;
  /** The runs that are here, in their order: those in sight and some around them. */
  known: readonly Run[];
  total: number;
  pending: boolean;
  /** The filter cannot be followed: what is listed are the runs of the last one that could. */
  problem: FilterProblem | null;
  /** Anything else that went wrong. */
  error: Error | null;
  retry(): void;
  /** To be called with the first and the last row in sight: loads what lies there and around. */
  reach(first: number, last: number): void;
}

export type RunListQuestion = Pick<RunListView, "filter" | "sort"> & { place?: Place };

/** Runs with those `fields` of them that are in sight. */
export function useRunList(
  project: string,
  { filter, sort, place }: RunListQuestion,
  fields: readonly string[],
  wanted = true,
): RunList {
  const question = { project, filter: filter.trimEnd(), sort, place, fields: fieldsParam(fields) };
  const { here, newest, error, retry, reach } = usePages((page) => runsPageQuery(question, page), wanted);
  const known = useMemo(
    () => [...here].sort(([one], [other]) => one - other).flatMap(([, { runs }]) => runs),
    [here],
  );
  const problem = filterProblem(filter, error);
  return {
    at: (row) => here.get(pageOfRow(row))?.runs[row % PAGE_ROWS],
    known,
    total: newest?.total ?? 0,
    pending: newest === undefined && error === null,
    problem,
    error: problem ? null : error,
    retry,
    reach,
  };
}

/** Fields as the API takes them, in one order whatever the order of the columns: no field at all would mean every field. */
export const fieldsParam = (fields: readonly string[]): readonly string[] =>
  fields.length > 0 ? [...fields].sort() : ["none"];
