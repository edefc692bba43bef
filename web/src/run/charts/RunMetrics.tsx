import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { metricNamesQuery } from "@/api/queries";
import type { RunDetail } from "@/api/types";
import { Charts } from "@/charts/Charts";
import { styleOfSlot } from "@/charts/colours";
import type { ChartRun } from "@/charts/lines/plot";
import { isSystem } from "@/charts/sections";
import { useTheme } from "@/theme/theme";
import { Failure, Notice, withCode } from "@/ui/Notice";

interface Props {
  run: RunDetail;
  system: boolean;
  /** What to say where the run has no such metric. */
  empty: { title: string; hint: string };
}

/** The charts of one run: its own metrics, or those of the system it ran on. */
export function RunMetrics({ run, system, empty }: Props) {
  const theme = useTheme();
  const runs = useMemo<ChartRun[]>(
    () => [{ id: run.id, label: run.name, ...styleOfSlot(0, theme) }],
    [run.id, run.name, theme],
  );
  const ids = useMemo(() => [run.id], [run.id]);
  const query = useQuery(metricNamesQuery(ids));
  const metrics = useMemo(
    () => query.data?.filter(({ name }) => isSystem(name) === system),
    [query.data, system],
  );
  return (
    <Charts
      project={run.project}
      filter=""
      runs={runs}
      single
      metrics={metrics}
      system={system}
      notice={
        query.error && !metrics ? (
          <Failure error={query.error} inline onRetry={() => void query.refetch()} />
        ) : (
          metrics?.length === 0 && (
            <Notice title={empty.title} inline>
              <p>{withCode(empty.hint)}</p>
            </Notice>
          )
        )
      }
    />
  );
}
