import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { metricNamesQuery } from "@/api/queries";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { ChartSections } from "@/charts/ChartSections";
import { ChartToolbar } from "@/charts/ChartToolbar";
import { useChartSettings } from "@/charts/useChartSettings";
import { Button, IconButton } from "@/ui/Button";
import { Failure, Notice } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import styles from "./ChartsPage.module.css";
import { useChartRuns } from "./chartRuns";
import { useMetricColumn } from "./metricColumn";
import { Rail } from "./rail/Rail";
import { useRail } from "./rail/railStore";
import { useRunList, useRunListView } from "./runList";
import { useSelection } from "./selection";
import { useSlots } from "./slots";

const NARROW = window.matchMedia("(max-width: 760px)");
const NO_RUNS: readonly string[] = [];
const NO_FIELDS: readonly string[] = [];

export function ChartsPage({ project }: { project: string }) {
  const listView = useRunListView();
  const { view, change, settings, toggle } = useChartSettings();
  const selection = useSelection(project);
  const [metric, chooseMetric] = useMetricColumn(project, listView.sort);
  const list = useRunList(project, listView, metric === null ? NO_FIELDS : [metric]);
  const ids = selection.ids ?? NO_RUNS;
  const slots = useSlots(project, selection.ids);
  const known = useMemo(() => [...selection.newestRuns, ...list.runs], [selection.newestRuns, list.runs]);
  const runs = useChartRuns(ids, known, slots);
  const rail = useRail();
  // On a narrow screen the rail lies over the charts, so there it starts closed and its state is not a habit.
  const [drawer, setDrawer] = useState(false);
  const railOpen = NARROW.matches ? drawer : rail.open;
  const toggleRail = () => (NARROW.matches ? setDrawer(!drawer) : rail.toggle());
  useShortcuts({ "[": toggleRail, "mod+j": toggleRail });
  useTitle(project);

  const names = useQuery(metricNamesQuery(ids));
  const metrics = useMemo(() => {
    const pattern = compilePattern(view.m);
    return names.data?.filter(({ name }) => pattern.matches(name)).map(({ name }) => name);
  }, [names.data, view.m]);
  const failure = selection.error ?? names.error;

  return (
    <main className={styles.page}>
      <h1 className="visually-hidden">Charts of {project}</h1>
      {railOpen && (
        <Rail
          project={project}
          list={list}
          metric={metric}
          onMetric={chooseMetric}
          selection={selection}
          slots={slots}
          onClose={toggleRail}
        />
      )}
      <div className={styles.content}>
        <ChartToolbar
          view={view}
          onChange={change}
          start={
            !railOpen && <IconButton icon="rail" label="Show the list of runs ( [ )" onClick={toggleRail} />
          }
        />
        <div className={styles.scroll} role="group" aria-label="Charts" tabIndex={0}>
          {failure && !metrics && <Failure error={failure} inline onRetry={() => void names.refetch()} />}
          {selection.ids?.length === 0 && (
            <Notice title={selection.newest ? "This project has no runs yet." : "No run is shown."}>
              <p>
                {selection.newest
                  ? `rs.init(project="${project}") begins one.`
                  : "Choose runs in the list, or show the newest ones."}
              </p>
              {!selection.newest && (
                <div>
                  <Button onClick={() => selection.choose(null)}>Show the newest runs</Button>
                </div>
              )}
            </Notice>
          )}
          {ids.length > 0 && metrics?.length === 0 && (
            <Notice
              title={view.m ? `No metric matches “${view.m}”.` : "These runs have logged no metrics yet."}
            >
              <p>
                {view.m
                  ? "Clear the search to see all of them."
                  : 'run.log({"train/loss": 0.42}) draws the first chart.'}
              </p>
            </Notice>
          )}
          {ids.length > 0 && metrics && (
            <ChartSections
              {...settings}
              metrics={metrics}
              runs={runs}
              toggled={view.sec ?? NO_RUNS}
              onToggle={toggle}
              searching={view.m !== ""}
            />
          )}
        </div>
      </div>
    </main>
  );
}
