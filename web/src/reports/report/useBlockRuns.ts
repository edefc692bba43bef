import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { firstRunsQuery } from "@/api/queries";
import type { Run } from "@/api/types";
import { assignSlots } from "@/charts/colours";
import type { ChartRun } from "@/charts/lines/plot";
import { type FilterProblem, filterProblem } from "@/filter/problem";
import { writeValue } from "@/filter/text";
import { useChartRuns } from "@/project/chartRuns";
import { isFixed, type RunChoice } from "../document";

export interface BlockRuns {
  /** undefined until it is known which they are. */
  runs: readonly ChartRun[] | undefined;
  /** How many the filter lets through; as many as there are where they are fixed. */
  total: number;
  /** What says which runs panels about many are about. */
  filter: string;
  problem: FilterProblem | null;
  error: Error | null;
}

const NONE: readonly string[] = [];
const NO_RUNS: readonly Run[] = [];

/** The runs that a block of panels shows, with their colours: slots in their order. */
export function useBlockRuns(project: string, choice: RunChoice): BlockRuns {
  const fixed = isFixed(choice);
  const said = fixed ? "" : choice.filter.trim();
  const query = useQuery({
    ...firstRunsQuery(
      { project, filter: said, sort: fixed ? [] : choice.sort, fields: ["none"] },
      fixed ? 1 : choice.most,
    ),
    enabled: !fixed,
    placeholderData: (previous) => previous,
  });
  const found = query.data?.runs ?? NO_RUNS;
  const key = JSON.stringify(fixed ? choice.ids : found.map(({ id }) => id));
  const ids = useMemo<readonly string[]>(() => JSON.parse(key), [key]);
  const slots = useMemo(() => assignSlots(new Map(), ids), [ids]);
  const known = fixed || query.data !== undefined;
  const runs = useChartRuns(known ? ids : NONE, found, slots);
  const problem = filterProblem(said, query.error);
  return {
    runs: known ? runs : undefined,
    total: fixed ? ids.length : (query.data?.total ?? 0),
    filter: fixed ? ofThese(ids) : said,
    problem,
    error: problem ? null : query.error,
  };
}

const ofThese = (ids: readonly string[]): string =>
  ids.length === 0 ? 'id in ("")' : `id in (${ids.map(writeValue).join(", ")})`;
