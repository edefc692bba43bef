import type { Commented } from "@/api/comments";
import { useCharts } from "@/charts/context";

/** Whose comments those on the charts of this page are: those of its run, or of its project. */
export function useCommented(): Commented {
  const { project, single, runs } = useCharts();
  const run = single ? runs[0]?.id : undefined;
  return run === undefined ? { project } : { run };
}
