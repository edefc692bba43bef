import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { stagesQuery } from "@/api/queries";
import { metricOf } from "../../axis";
import { useCharts } from "../../context";
import { type Divider, stageDividers } from "../../lines/dividers";
import { isSystem } from "../../sections";
import type { LinesSettings } from "./kind";

const NO_RUNS: readonly string[] = [];
const NONE: ReadonlyMap<string, readonly Divider[]> = new Map();

/** Where the stages of the shown runs begin on a chart. System metrics count steps of their own: there only times say so. */
export function useStages({ stages, x, metric }: LinesSettings): ReadonlyMap<string, readonly Divider[]> {
  const { runs } = useCharts();
  const wanted = stages && metricOf(x) === null && !(x === "step" && isSystem(metric));
  const ids = useMemo(() => (wanted ? runs.map(({ id }) => id) : NO_RUNS), [wanted, runs]);
  const { data } = useQuery(stagesQuery(ids));
  return useMemo(() => {
    const having = wanted ? data?.filter((run) => run.stages.length > 0) : undefined;
    return having?.length ? new Map(having.map((run) => [run.run, stageDividers(run, x)])) : NONE;
  }, [wanted, data, x]);
}
