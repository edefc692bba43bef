import { type Command, useCommands } from "@/app/commands";
import type { SetView } from "@/route/navigation";
import { KINDS, titleOf } from "./panels/registry";
import { BANDS } from "./settings/params";
import type { ChartView } from "./view";
import type { WorkspaceActions } from "./workspace/actions";
import { addOfKind } from "./workspace/addition";
import type { GatheringRule, Panel, PanelSection } from "./workspace/arrange";
import { LINES } from "./workspace/arrange";
import type { EditWorkspace } from "./workspace/useWorkspace";

const AXES = [
  ["step", "step"],
  ["relative", "time since the run began"],
  ["runtime", "time since the run began, without its pauses"],
  ["time", "date and time"],
] as const;

const BAND_WORDS: Record<(typeof BANDS)[number], string> = {
  auto: "where lines are few",
  on: "always",
  off: "never",
};

const SMOOTHING_STEP = 0.1;
const MOST_SMOOTHING = 0.99;

interface Page {
  view: ChartView;
  change: SetView<ChartView>;
  edit: EditWorkspace;
  /** The page is about one run, or about system metrics, whose steps are their own. */
  single: boolean;
  system: boolean;
  sections: readonly PanelSection[];
  /** How many panels the reader has removed. */
  removed: number;
  onRestore(): void;
  /** Opens the choice of a metric or a kind for a new panel. */
  onAdd(): void;
  onAddSection(pattern: string): void;
  actions: WorkspaceActions;
  onToggleAll(open: boolean): void;
  onEnlarge(panel: Panel): void;
}

/** What can be done with all charts of a page, for the palette. */
export function useChartCommands(page: Page): void {
  const { view, change, edit, actions } = page;
  const smooth = (by: number) => () => {
    const next = Math.min(MOST_SMOOTHING, Math.max(0, view.sm + by));
    change({ sm: Math.round(next * 100) / 100 });
  };
  const flag = (key: "log" | "logx" | "clip" | "legend" | "stages" | "sync", on: string, off: string) => ({
    name: view[key] ? off : on,
    run: () => change({ [key]: !view[key] }),
  });
  const commands: (Command | false)[] = [
    { name: "Add a panel: chart of a metric", run: page.onAdd },
    ...KINDS.filter(({ kind, single }) => kind !== LINES && (single || !page.single)).map((kind) => ({
      name: `Add a panel: ${kind.label.toLowerCase()}`,
      run: () => addOfKind(edit, kind, {}),
    })),
    { name: "Add a section of metrics that match", run: () => page.onAddSection("") },
    view.m !== "" && { name: "Keep the search as a section", run: () => page.onAddSection(view.m) },
    ...page.sections.flatMap(({ name, rule }) => (rule ? ruleCommands(actions, name, rule) : [])),
    page.removed > 0 && { name: "Show the removed charts again", run: page.onRestore },
    view.m !== "" && { name: "Clear the search for metrics", run: () => change({ m: "" }) },
    { name: "Expand all sections", run: () => page.onToggleAll(true) },
    { name: "Collapse all sections", run: () => page.onToggleAll(false) },
    ...AXES.filter(([x]) => x !== view.x && !(page.system && x === "step")).map(([x, name]) => ({
      name: `X axis: ${name}`,
      run: () => change({ x, zoom: null }),
    })),
    view.zoom !== null && { name: "Reset zoom", run: () => change({ zoom: null }) },
    flag("log", "Logarithmic y axis", "Linear y axis"),
    flag("logx", "Logarithmic x axis", "Linear x axis"),
    view.sm < MOST_SMOOTHING && { name: "Smoothing: more", run: smooth(SMOOTHING_STEP) },
    view.sm > 0 && { name: "Smoothing: less", run: smooth(-SMOOTHING_STEP) },
    view.sm > 0 && { name: "Smoothing: none", run: () => change({ sm: 0 }) },
    ...BANDS.filter((bands) => bands !== view.bands).map((bands) => ({
      name: `Bands of minimum and maximum: ${BAND_WORDS[bands]}`,
      run: () => change({ bands }),
    })),
    flag("clip", "Let outliers not widen the y axis", "Show outliers"),
    flag("legend", "Show legends", "Hide legends"),
    flag("stages", "Show where stages begin", "Hide where stages begin"),
    flag("sync", "Zoom all charts together", "Zoom each chart by itself"),
    view.hide !== null && { name: "Show hidden lines again", run: () => change({ hide: null }) },
    ...page.sections.flatMap(({ panels }) =>
      panels.map((panel) => ({
        name: "Full screen",
        to: titleOf(panel),
        run: () => page.onEnlarge(panel),
      })),
    ),
  ];
  useCommands(commands.filter((command) => command !== false));
}

const ruleCommands = (
  actions: WorkspaceActions,
  name: string,
  { isFirst, isLast }: GatheringRule,
): (Command | false)[] => [
  { name: "Change the section", to: name, run: () => actions.describeSection(name) },
  !isFirst && { name: "Move the section up", to: name, run: () => actions.shiftSection(name, -1) },
  !isLast && { name: "Move the section down", to: name, run: () => actions.shiftSection(name, 1) },
  { name: "Remove the section", to: name, run: () => actions.removeSection(name) },
];
