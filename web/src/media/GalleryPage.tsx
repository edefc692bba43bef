import { useMemo, useState } from "react";
import { withKey } from "@/app/bindings";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { useSavedViews } from "@/charts/views/useSavedViews";
import { ViewsMenu } from "@/charts/views/ViewsMenu";
import styles from "@/project/ChartsPage.module.css";
import { useMetricColumn } from "@/project/metricColumn";
import { NoRunsYet } from "@/project/NoRuns";
import { Rail } from "@/project/rail/Rail";
import { useRail } from "@/project/rail/railStore";
import { useRailCommands } from "@/project/rail/useRailCommands";
import { useRunList, useRunListView } from "@/project/runList";
import { useSelection } from "@/project/selection";
import { useSlots } from "@/project/slots";
import { Button, IconButton } from "@/ui/Button";
import { Failure, Notice } from "@/ui/Notice";
import { SkeletonPanels } from "@/ui/Skeletons";
import { Gallery } from "./Gallery";
import { NoMedia } from "./RunMedia";
import { useMediaRuns } from "./runs";
import { galleryPage } from "./viewPage";

const NARROW = window.matchMedia("(max-width: 760px)");
const NO_RUNS: readonly string[] = [];
const NO_FIELDS: readonly string[] = [];

/** The media of a project's runs beside each other. */
export default function GalleryPage({ project }: { project: string }) {
  const listView = useRunListView();
  const selection = useSelection(project);
  const [metric, chooseMetric] = useMetricColumn(project, listView.sort);
  const list = useRunList(project, listView, metric === null ? NO_FIELDS : [metric]);
  // Until the list is there each of its runs would be asked for by itself.
  const ids = list.pending ? NO_RUNS : (selection.ids ?? NO_RUNS);
  const slots = useSlots(project, selection.ids);
  const known = useMemo(() => [...selection.newestRuns, ...list.known], [selection.newestRuns, list.known]);
  const runs = useMediaRuns(project, ids, known, slots);
  const saved = useSavedViews(project, galleryPage);
  const rail = useRail();
  // On a narrow screen the rail lies over the media, so there it starts closed and its state is not a habit.
  const [drawer, setDrawer] = useState(false);
  const railOpen = NARROW.matches ? drawer : rail.open;
  const toggleRail = () => (NARROW.matches ? setDrawer(!drawer) : rail.toggle());
  useShortcuts({ toggleMediaRail: toggleRail });
  useRailCommands({ open: railOpen, onToggle: toggleRail, selection, view: listView });
  useTitle("Media", project);
  const { ids: chosen, newest, choose, error } = selection;
  return (
    <main className={styles.page}>
      <h1 className="visually-hidden">Media of {project}</h1>
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
        {error && chosen === undefined ? (
          <Failure error={error} />
        ) : (
          <Gallery
            project={project}
            runs={runs}
            start={
              !railOpen && (
                <IconButton
                  icon="rail"
                  label={withKey("Show the list of runs", "toggleMediaRail")}
                  onClick={toggleRail}
                />
              )
            }
            end={<ViewsMenu project={project} saved={saved} />}
            empty={
              chosen === undefined || list.pending ? (
                <SkeletonPanels />
              ) : chosen.length > 0 ? (
                <NoMedia
                  title={
                    newest ? "The newest runs have logged no media." : "These runs have logged no media."
                  }
                />
              ) : newest ? (
                <NoRunsYet project={project} inline />
              ) : (
                <Notice title="No run is shown." inline>
                  <p>Choose runs in the list, or show the newest ones.</p>
                  <div>
                    <Button onClick={() => choose(null)}>Show the newest runs</Button>
                  </div>
                </Notice>
              )
            }
          />
        )}
      </div>
    </main>
  );
}
