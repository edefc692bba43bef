import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from "react";
import type { MetricName } from "@/api/types";
import { useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { askAhead } from "./ahead";
import styles from "./Charts.module.css";
import { ChartsProvider, ZoomProvider } from "./context";
import type { ChartRun } from "./lines/plot";
import { titleOf } from "./panels/registry";
import { LINE_KEYS, type LineSettings } from "./settings/params";
import { Toolbar } from "./Toolbar";
import { useChartCommands } from "./useChartCommands";
import { chartView } from "./view";
import { ActionsProvider } from "./workspace/actions";
import { arrangeSections, type Panel, type PanelSection } from "./workspace/arrange";
import { restoreRemoved } from "./workspace/edits";
import { FullPanel } from "./workspace/FullPanel";
import { Sections } from "./workspace/Sections";
import { UndoBar } from "./workspace/UndoBar";
import { useSectionRule } from "./workspace/useSectionRule";
import { useWorkspace } from "./workspace/useWorkspace";
import { useWorkspaceActions } from "./workspace/useWorkspaceActions";

const AddPanel = lazy(() => import("./workspace/AddPanel"));
const SectionDialog = lazy(() => import("./workspace/SectionDialog"));
const AddToReport = lazy(() => import("@/reports/add/AddToReport"));
const OpenMedia = lazy(() => import("./panels/media/OpenMedia"));

/** What a panel of media has opened over the page; the gallery's `mediaView` has it, too. */
const openView = searchView({ item: text() });

interface Props {
  project: string;
  /** Of the project's list of runs. */
  filter: string;
  runs: readonly ChartRun[];
  /** The page is about one run. */
  single?: boolean;
  /** The metrics that there are; undefined until that is known. */
  metrics: readonly MetricName[] | undefined;
  /** The page is about system metrics, whose steps are their own. */
  system?: boolean;
  /** Stand before and behind the toolbar. */
  start?: ReactNode;
  end?: ReactNode;
  /** What is said in the place of panels, if anything. */
  notice: ReactNode;
}

const NONE: readonly string[] = [];
const NO_METRICS: readonly MetricName[] = [];

/** The charts of a page, and everything that can be done with them. All of it is in the address. */
export function Charts(props: Props) {
  const { project, filter, runs, single = false, metrics, system = false, start, end, notice } = props;
  const [view, change] = useView(chartView);
  const [workspace, edit] = useWorkspace();
  const [{ item }] = useView(openView);
  const [adding, setAdding] = useState(false);
  const [reported, setReported] = useState<Panel | null>(null);
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const settings = useSettings(view, system);
  const said = useMemo(() => new Map(metrics?.map((metric) => [metric.name, metric])), [metrics]);
  const names = useMemo(
    () => (metrics ?? NO_METRICS).filter(({ hidden }) => !hidden).map(({ name }) => name),
    [metrics],
  );
  const all = useMemo(() => {
    const arranged = arrangeSections(names, workspace);
    // That nothing matches is known once the metrics are.
    return metrics ? arranged : arranged.filter(({ panels }) => panels.length > 0);
  }, [metrics, names, workspace]);
  const sections = useMemo(() => searched(all, view.m), [all, view.m]);
  const enlarge = useCallback((panel: Panel | null) => change({ full: panel?.id ?? "" }), [change]);
  const toggled = view.sec ?? NONE;
  const rule = useSectionRule(workspace, edit, view, change);
  const actions = useWorkspaceActions({
    workspace,
    edit,
    sections: all,
    enlarge,
    describeSection: rule.change,
    toReport: setReported,
  });
  const searching = view.m !== "";
  const isOpen = ({ name, system: own }: PanelSection) =>
    searching || toggled.includes(name) === (own && !system);
  const toggle = (name: string) => {
    const next = toggled.includes(name) ? toggled.filter((each) => each !== name) : [...toggled, name];
    change({ sec: next.length > 0 ? next : null }, "replace");
  };
  const [low, high] = view.zoom ?? [];
  // A zoom into training's steps means nothing to metrics that count their own.
  const stepless = system && view.x === "step";
  const hide = view.hide ?? NONE;
  const context = useMemo(
    () => ({
      project,
      filter,
      runs,
      single,
      settings,
      said,
      hidden: new Set(hide),
      onToggleLine: (id: string) => {
        const next = hide.includes(id) ? hide.filter((each) => each !== id) : [...hide, id];
        change({ hide: next.length > 0 ? next : null }, "replace");
      },
    }),
    [project, filter, runs, single, settings, said, hide, change],
  );
  const zoom = useMemo(
    () => ({
      zoom: low === undefined || high === undefined || stepless ? null : ([low, high] as const),
      onZoom: (next: readonly [number, number] | null) => {
        askAhead(next);
        change({ zoom: next && [...next], ...(stepless ? { x: "relative" as const } : {}) });
      },
      sync: view.sync,
    }),
    [low, high, stepless, view.sync, change],
  );
  const shown = useMemo(() => sections.flatMap(({ panels }) => panels), [sections]);
  const place = view.full === "" ? -1 : shown.findIndex(({ id }) => id === view.full);
  const full = shown[place];
  const toggleAll = (open: boolean) => {
    const others = all.filter((section) => (section.system && !system) === open).map(({ name }) => name);
    change({ sec: others.length > 0 ? others : null, m: "" }, "replace");
  };
  const removed = [...workspace.panels.values()].filter((panel) => panel.removed).length;
  useChartCommands({
    view,
    change,
    edit,
    single,
    system,
    sections,
    removed,
    onRestore: () => edit(restoreRemoved),
    onAdd: () => setTimeout(() => setAdding(true)),
    onAddSection: rule.add,
    actions,
    onToggleAll: toggleAll,
    onEnlarge: enlarge,
  });
  return (
    <ChartsProvider value={context}>
      <ZoomProvider value={zoom}>
        <ActionsProvider value={actions}>
          <Toolbar
            view={stepless ? { ...view, zoom: null } : view}
            onChange={change}
            timeOnly={system}
            removed={removed}
            onRestore={() => edit(restoreRemoved)}
            onAdd={() => setAdding(true)}
            onAddSection={rule.add}
            start={start}
            end={end}
          />
          <div ref={setScroller} className={styles.scroll} role="group" aria-label="Charts" tabIndex={0}>
            {notice}
            {sections.length === 0 && all.length > 0 && (
              <Notice title={`No metric matches “${view.m}”.`} inline>
                <p>
                  <Button onClick={() => change({ m: "" })}>Clear the search</Button>
                </p>
              </Notice>
            )}
            {sections.length > 0 && runs.length > 0 && (
              <Sections
                sections={sections}
                scroller={scroller}
                isOpen={isOpen}
                noteOf={(section) => (foreign(section, settings) ? "over relative time" : "")}
                onToggle={toggle}
              />
            )}
          </div>
          {full && (
            <FullPanel
              panel={full}
              previous={shown[place - 1] ?? null}
              next={shown[place + 1] ?? null}
              onShow={enlarge}
            />
          )}
          {item !== "" && (
            <Suspense>
              <OpenMedia />
            </Suspense>
          )}
          {adding && (
            <Suspense>
              <AddPanel
                sections={all.map(({ name }) => name)}
                metrics={[...said.keys()]}
                edit={edit}
                onClose={() => setAdding(false)}
              />
            </Suspense>
          )}
          {reported && (
            <Suspense>
              <AddToReport
                panel={reported}
                section={actions.settingsOfSection(reported.section)}
                onClose={() => setReported(null)}
              />
            </Suspense>
          )}
          {rule.asked && (
            <Suspense>
              <SectionDialog
                rule={rule.asked}
                taken={all.map(({ name }) => name)}
                metrics={names}
                onSave={rule.save}
                onClose={rule.close}
              />
            </Suspense>
          )}
          <UndoBar />
        </ActionsProvider>
      </ZoomProvider>
    </ChartsProvider>
  );
}

/** The page's settings of lines as one object, which stays the same while they do. */
function useSettings(view: LineSettings, system: boolean): LineSettings {
  const said = JSON.stringify(LINE_KEYS.map((key) => [key, view[key]]));
  return useMemo(() => {
    const settings = Object.fromEntries(JSON.parse(said)) as LineSettings;
    return system && settings.x === "step" ? { ...settings, x: "relative" } : settings;
  }, [said, system]);
}

/** System metrics count their own steps: beside training's they are comparable in time only. */
const foreign = (section: PanelSection, settings: LineSettings): boolean =>
  section.system && settings.x === "step";

function searched(sections: readonly PanelSection[], search: string): readonly PanelSection[] {
  if (search === "") return sections;
  const pattern = compilePattern(search);
  return sections
    .map((section) => ({
      ...section,
      panels: section.panels.filter((panel) => pattern.matches(titleOf(panel))),
    }))
    .filter(({ panels }) => panels.length > 0);
}
