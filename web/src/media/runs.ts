import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { runQuery } from "@/api/queries";
import type { Run, RunDetail } from "@/api/types";
import type { Slots } from "@/charts/colours";
import { useChartRuns } from "@/project/chartRuns";

/** A run as its cards name it. */
export interface MediaRun {
  id: string;
  project: string;
  name: string;
  displayId: string;
  colour: string;
  dash: readonly number[];
  live: boolean;
}

type Known = Pick<Run | RunDetail, "id" | "project" | "name" | "display_id" | "state" | "colour">;

/** The shown runs with what cards say of them; runs that no list has brought are asked for one by one. */
export function useMediaRuns(
  project: string,
  ids: readonly string[],
  known: readonly Known[],
  slots: Slots,
): readonly MediaRun[] {
  const styled = useChartRuns(ids, known, slots);
  const missing = useMemo(() => {
    const have = new Set(known.map(({ id }) => id));
    return ids.filter((id) => !have.has(id));
  }, [ids, known]);
  const asked = useQueries({
    queries: missing.map((id) => runQuery(id)),
    combine: (answers) => answers.flatMap(({ data }) => (data ? [data] : [])),
  });
  const all = new Map<string, Known>([...asked, ...known].map((run) => [run.id, run]));
  const text = JSON.stringify(
    styled.map(({ id, colour, dash }): MediaRun => {
      const run = all.get(id);
      return {
        id,
        project: run?.project ?? project,
        name: run?.name ?? id,
        displayId: run?.display_id ?? id,
        colour,
        dash,
        live: run?.state === "running",
      };
    }),
  );
  // Every card depends on it: the same runs stay the same object.
  return useMemo(() => JSON.parse(text) as MediaRun[], [text]);
}
