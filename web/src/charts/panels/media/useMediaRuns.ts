import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Run } from "@/api/types";
import type { MediaRun } from "@/media/runs";
import { runsByIdQueries } from "@/project/chartRuns";
import { useCharts } from "../../context";
import type { ChartRun } from "../../lines/plot";

/** Runs as cards of media name them, with the colours that they have in charts. */
export function useMediaRuns(runs: readonly ChartRun[]): readonly MediaRun[] {
  const { project } = useCharts();
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  const asked = useQueries({
    queries: runsByIdQueries(ids),
    combine: (answers) =>
      JSON.stringify(
        answers.flatMap(({ data }) =>
          (data?.runs ?? []).map(({ id, project, name, display_id, state }) => ({
            id,
            project,
            name,
            display_id,
            state,
          })),
        ),
      ),
  });
  return useMemo(() => {
    const byId = new Map((JSON.parse(asked) as Run[]).map((run) => [run.id, run]));
    return runs.map(({ id, label, colour, dash }) => {
      const run = byId.get(id);
      return {
        id,
        project: run?.project ?? project,
        name: run?.name ?? label,
        displayId: run?.display_id ?? "",
        colour,
        dash,
        live: run?.state === "running",
      };
    });
  }, [asked, runs, project]);
}
