import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { firstRunsQuery } from "@/api/queries";
import type { Run } from "@/api/types";
import { plural } from "@/format/number";
import { fieldLabel } from "@/project/fields";
import { fieldsParam } from "@/project/runList";
import { useCharts } from "../../context";
import { fieldValue } from "../../runFields";

/** A panel about many runs is about so many at most; it says so where there are more. */
export const MOST_RUNS = 2_000;

export interface ManyRuns {
  runs: readonly Run[];
  /** How many match the page's filter. */
  total: number;
  /** These are the runs of another question, shown until the answer comes: fields of this one may be missing. */
  former: boolean;
  pending: boolean;
  error: Error | null;
}

const NONE: readonly Run[] = [];

/** The newest runs that match the page's filter, with these fields of them; no field asks for nothing. */
export function useManyRuns(fields: readonly string[]): ManyRuns {
  const { project, filter } = useCharts();
  const wanted = fields.filter((field) => field !== "");
  const question = {
    project,
    filter: filter.trimEnd(),
    sort: ["-created_time"],
    fields: fieldsParam([...new Set(wanted)]),
  };
  const query = useQuery({
    ...firstRunsQuery(question, MOST_RUNS),
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
  });
  return useMemo(
    () => ({
      runs: query.data?.runs ?? NONE,
      total: query.data?.total ?? 0,
      former: query.isPlaceholderData,
      pending: query.isPending && query.fetchStatus !== "idle",
      error: query.error,
    }),
    [query.data, query.isPlaceholderData, query.isPending, query.fetchStatus, query.error],
  );
}

/** What a panel says of its data where there is more of it. */
export const partNote = ({ runs, total }: ManyRuns): string =>
  total > runs.length ? `The newest ${plural(runs.length, "run")} of ${plural(total, "run")}.` : "";

/** Why a panel has nothing to draw; empty if it has. `needed` are fields without which there is nothing. */
export function lackOf(
  { runs, former }: Pick<ManyRuns, "runs" | "former">,
  needed: readonly string[] = [],
): string {
  if (runs.length === 0) return "No run matches the filter.";
  if (former) return "";
  const nowhere = needed.find((field) => runs.every((run) => (fieldValue(run, field) ?? null) === null));
  return nowhere ? `No run has ${fieldLabel(nowhere)}.` : "";
}
