import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { metricNamesQuery } from "@/api/queries";
import { withKey } from "@/app/bindings";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { Charts } from "@/charts/Charts";
import { chartsPage } from "@/charts/views/document";
import { useSavedViews } from "@/charts/views/useSavedViews";
import { ViewsMenu } from "@/charts/views/ViewsMenu";
import { ShareButton } from "@/sharing/ShareButton";
import { IconButton } from "@/ui/Button";
import { Failure } from "@/ui/Notice";
import { SkeletonPanels } from "@/ui/Skeletons";
import { ChartsNotice } from "./ChartsNotice";
import styles from "./ChartsPage.module.css";
import { useChartRuns } from "./chartRuns";
import { useMetricColumn } from "./metricColumn";
import { Rail } from "./rail/Rail";
import { useRail } from "./rail/railStore";
import { useRailCommands } from "./rail/useRailCommands";
import { useRunList, useRunListView } from "./runList";
import { useSelection } from "./selection";
import { useSlots } from "./slots";

const NARROW = window.matchMedia("(max-width: 760px)");
const NO_RUNS: readonly string[] = [];
const NO_FIELDS: readonly string[] = [];

export function ChartsPage({ project }: { project: string }) {
  const listView = useRunListView();
  const selection = useSelection(project);
  const [metric, chooseMetric, known] = useMetricColumn(project, listView.sort);
  const list = useRunList(project, listView, metric === null ? NO_FIELDS : [metric], known);
  const ids = selection.ids ?? NO_RUNS;
  const slots = useSlots(project, selection.ids);
  const told = useMemo(() => [...selection.newestRuns, ...list.known], [selection.newestRuns, list.known]);
  const runs = useChartRuns(ids, told, slots);
  const dashed = useMemo(
    () => new Set(runs.filter(({ dash }) => dash.length > 0).map(({ id }) => id)),
    [runs],
  );
  const rail = useRail();
  // On a narrow screen the rail lies over the charts, so there it starts closed and its state is not a habit.
  const [drawer, setDrawer] = useState(false);
  const railOpen = NARROW.matches ? drawer : rail.open;
  const toggleRail = () => (NARROW.matches ? setDrawer(!drawer) : rail.toggle());
  useShortcuts({ toggleRail });
  useRailCommands({ open: railOpen, onToggle: toggleRail, selection, view: listView });
  useTitle(project);

  const names = useQuery(metricNamesQuery(ids));
  const metrics = useMemo(() => names.data?.map(({ name }) => name), [names.data]);
  const saved = useSavedViews(project, chartsPage);
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
          dashed={dashed}
          onClose={toggleRail}
        />
      )}
      <div className={styles.content}>
        <Charts
          project={project}
          filter={listView.filter}
          runs={runs}
          metrics={saved.ready ? names.data : undefined}
          end={
            <>
              <ViewsMenu project={project} saved={saved} />
              <ShareButton what={`the project ${project}`} project={project} />
            </>
          }
          start={
            !railOpen && (
              <IconButton
                icon="rail"
                label={withKey("Show the list of runs", "toggleRail")}
                onClick={toggleRail}
              />
            )
          }
          notice={
            failure && !metrics ? (
              <Failure error={failure} inline onRetry={() => void names.refetch()} />
            ) : selection.ids === undefined || (ids.length > 0 && !(metrics && saved.ready)) ? (
              <SkeletonPanels />
            ) : (
              <ChartsNotice project={project} selection={selection} metrics={metrics} />
            )
          }
        />
      </div>
    </main>
  );
}
