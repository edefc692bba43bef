import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { metricNamesQuery } from "@/api/queries";
import type { RunDetail } from "@/api/types";
import type { ChartSettings } from "@/charts/ChartPanel";
import { ChartSections } from "@/charts/ChartSections";
import { ChartToolbar } from "@/charts/ChartToolbar";
import { styleOfSlot } from "@/charts/colours";
import type { ChartRun } from "@/charts/lines/plot";
import { isSystem } from "@/charts/sections";
import { useChartSettings } from "@/charts/useChartSettings";
import { useTheme } from "@/theme/theme";
import { Failure, Notice } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import styles from "../RunPage.module.css";

interface Props {
  run: RunDetail;
  system: boolean;
  /** What to say where the run has no such metric. */
  empty: { title: string; hint: string };
}

/** The charts of one run: its own metrics, or those of the system it ran on. */
export function RunMetrics({ run, system, empty }: Props) {
  const theme = useTheme();
  const { view, change, settings, toggle } = useChartSettings();
  const runs = useMemo<ChartRun[]>(
    () => [{ id: run.id, label: run.name, ...styleOfSlot(0, theme) }],
    [run.id, run.name, theme],
  );
  const ids = useMemo(() => [run.id], [run.id]);
  const query = useQuery(metricNamesQuery(ids));
  const metrics = useMemo(() => {
    const pattern = compilePattern(view.m);
    return query.data
      ?.filter(({ name }) => isSystem(name) === system && pattern.matches(name))
      .map(({ name }) => name);
  }, [query.data, view.m, system]);
  // System metrics count steps of their own: a zoom into training's steps means nothing to them.
  const stepless = system && view.x === "step";
  const own = useMemo<ChartSettings>(
    () =>
      stepless
        ? { ...settings, x: "relative", zoom: null, onZoom: (zoom) => change({ x: "relative", zoom }) }
        : settings,
    [stepless, settings, change],
  );
  return (
    <>
      <ChartToolbar view={stepless ? { ...view, zoom: null } : view} onChange={change} timeOnly={system} />
      <div className={styles.scroll} role="group" aria-label="Charts" tabIndex={0}>
        {query.error && !metrics && (
          <Failure error={query.error} inline onRetry={() => void query.refetch()} />
        )}
        {metrics?.length === 0 && (
          <Notice title={view.m ? `No metric matches “${view.m}”.` : empty.title} inline>
            <p>{view.m ? "Clear the search to see all of them." : empty.hint}</p>
          </Notice>
        )}
        {metrics && (
          <ChartSections
            {...own}
            metrics={metrics}
            runs={runs}
            toggled={view.sec ?? []}
            onToggle={toggle}
            systemOpen={system}
            searching={view.m !== ""}
          />
        )}
      </div>
    </>
  );
}
