import type { Route } from "@/route/paths";
import { BINDINGS, type BindingName, keyText } from "./bindings";

/** What a widget does with keys while it has the focus, or what the mouse does: bound where the widget is. */
type Gesture = readonly [keys: string, what: string];

/** Bindings that are told in one line, in words that are those of the place. */
type Told = readonly [names: readonly BindingName[], what: string];

/** Keys or gestures that work in one place: a page, or a tab of the page of a run as `run console`. */
export interface KeyGroup {
  title: string;
  /** Everywhere if missing. */
  places?: readonly string[];
  keys: readonly (BindingName | Told | Gesture)[];
}

const RUN_KEYS: readonly BindingName[] = [
  "rename",
  "editNotes",
  "editTags",
  "editColour",
  "star",
  "moveToProject",
  "archive",
  "bin",
];

export const KEY_GROUPS: readonly KeyGroup[] = [
  {
    title: "Everywhere",
    keys: [
      "openPalette",
      "goToProjects",
      "goToRegistry",
      [["undo", "redo"], "Take the last change back, and make it again"],
      ["Esc", "Clear a search, unpin a tooltip, close a dialog"],
      "openHelp",
    ],
  },
  {
    title: "In a project",
    places: [
      "charts",
      "runs",
      "media",
      "compare",
      "artifacts",
      "collection",
      "version",
      "sweeps",
      "sweep",
      "reports",
      "report",
      "run",
    ],
    keys: [
      "goToCharts",
      "goToRuns",
      "goToMedia",
      "goToReports",
      "goToArtifacts",
      "goToSweeps",
      "goToCompare",
    ],
  },
  { title: "Projects", places: ["projects"], keys: ["searchProjects"] },
  {
    title: "Charts",
    places: ["charts", "run charts", "run system"],
    keys: [
      "searchMetrics",
      ["← → ↑ ↓", "Move along the chart that has the focus; Shift goes further"],
      ["Enter + - 0", "Pin the tooltip there, zoom in, zoom out, show everything"],
      ["← →", "Previous and next panel, once one is enlarged"],
    ],
  },
  {
    title: "Runs beside the charts",
    places: ["charts"],
    keys: [
      "filterRuns",
      [["nextRow", "previousRow"], "Next and previous run"],
      "openRow",
      "toggleRow",
      "toggleRail",
    ],
  },
  {
    title: "Table of runs",
    places: ["runs"],
    keys: [
      "filterRuns",
      [["nextRow", "previousRow"], "Next and previous run"],
      [["firstRow", "lastRow"], "The first and the last run"],
      [["pageUp", "pageDown"], "A screen up and down"],
      [["openRow"], "Open the run, or open and close the group"],
      [["toggleRow"], "Pick the run, or all runs of the group"],
      "pickAll",
      "toggleShown",
      "copyRuns",
      [["openRunMenu"], "All that can be done with the run, or with the picked ones"],
      ...RUN_KEYS,
      "toggleTree",
    ],
  },
  {
    title: "Filter box",
    places: ["charts", "runs"],
    keys: [
      ["Tab", "Take the first completion, or the chosen one"],
      ["↓ ↑", "Choose a completion; Enter takes it, or filters at once"],
      ["Esc", "Close the completions, then clear the filter"],
    ],
  },
  {
    title: "Console",
    places: ["run console"],
    keys: [
      "searchConsole",
      [["nextFound", "previousFound"], "Next and previous line found"],
      "firstLine",
      "lastLine",
      [["toggleWrap", "toggleTimes"], "Wrap long lines, show times"],
    ],
  },
  {
    title: "Media",
    places: ["media", "run media"],
    keys: [
      "searchMedia",
      [["previousStep", "nextStep"], "Previous and next step of what was last pointed at"],
      ["← →", "Previous and next sample, once an image is open"],
      ["↓ ↑", "Previous and next step of the open image"],
      ["p", "Pin the open image at its step, or unpin it"],
      ["z", "Zoom all open images together, or each by itself"],
      ["d", "The next way to see how two open images differ"],
      ["+ - 0", "Zoom in, zoom out, fit the window"],
      [["previousFrame", "nextFrame"], "Previous and next frame of the films that were used last"],
      [["nextSound", "previousSound"], "Change over to the next or previous sound, at the same position"],
    ],
  },
  { title: "Runs beside media", places: ["media"], keys: ["toggleMediaRail"] },
  {
    title: "Config",
    places: ["run config"],
    keys: ["searchConfig", ["↓ ↑ → ←", "Walk the tree, open and close"]],
  },
  { title: "Artifacts", places: ["artifacts", "registry"], keys: ["searchArtifacts"] },
  { title: "Data", places: ["data"], keys: ["searchData"] },
  { title: "Sweeps", places: ["sweeps"], keys: ["searchSweeps"] },
  { title: "A sweep", places: ["sweep"], keys: ["searchTrials", "pauseSweep"] },
  { title: "Versions", places: ["collection"], keys: ["searchVersions"] },
  {
    title: "A version",
    places: ["version"],
    keys: ["openTab", "searchFiles", ["↓ ↑ → ←", "Walk the tree of files; open and close folders"]],
  },
  {
    title: "Lineage",
    places: ["version", "run artifacts"],
    keys: [
      "searchLineage",
      ["← → ↑ ↓", "The next node that way, in the graph"],
      ["Enter", "Open the node, or what is collapsed in it"],
      ["f", "Around this node"],
      ["+ - 0", "Zoom in, zoom out, show everything"],
    ],
  },
  { title: "Reports", places: ["reports"], keys: ["searchReports"] },
  { title: "A report", places: ["report"], keys: ["writeReport", "saveReport", "printReport"] },
  { title: "Files", places: ["run files"], keys: ["searchFiles"] },
  { title: "The run", places: ["run"], keys: ["openTab", "openRunMenu", ...RUN_KEYS] },
  {
    title: "Runs beside each other",
    places: ["compare"],
    keys: ["searchCompared", "toggleSame", "addCompared", "swapCompared", "goToParting"],
  },
];

export const MOUSE_GROUPS: readonly KeyGroup[] = [
  {
    title: "Mouse on charts",
    places: ["charts", "run charts", "run system"],
    keys: [
      ["Drag across a chart", "Zoom in; every chart follows"],
      ["Drag down a chart", "Set the limits of its y axis"],
      ["Double-click a chart", "Show everything again"],
      ["Click a chart", "Pin the tooltip"],
      ["Shift over a chart", "More about each value"],
      ["Drag a panel's head", "Put it elsewhere in its section"],
    ],
  },
  {
    title: "Mouse on the table",
    places: ["runs"],
    keys: [
      ["Click a box with Shift", "Pick all runs from the one picked before"],
      ["Double-click beside a name, on tags or notes", "Change them"],
      ["Right-click a run", "All that can be done with it"],
      ["Drag a project in the tree onto another", "Move it there"],
      ["Click a column's head with Shift", "Sort by it too"],
      ["Drag a column's head or its edge", "Move or resize the column"],
    ],
  },
  {
    title: "Mouse on runs beside each other",
    places: ["compare"],
    keys: [
      ["Drag a run's head", "Move its column"],
      ["Click a key", "Show its values whole"],
    ],
  },
];

/** One line of the list: the keys that do the same, each as the caps to be pressed, and what they do. */
export interface KeyLine {
  keys: readonly (readonly string[])[];
  what: string;
}

/** The lines of a group of keys. */
export const keyLines = ({ keys }: KeyGroup): KeyLine[] =>
  keys.map((entry) => {
    if (typeof entry === "string") return { keys: capsOf(entry), what: BINDINGS[entry].what };
    const [first, what] = entry;
    if (typeof first === "string") return { keys: first.split(" ").map((key) => [key]), what };
    return { keys: first.flatMap(capsOf), what };
  });

const MOST_TOLD = 3;

/** The keys of a binding, those of a row of digits as their ends. */
function capsOf(name: BindingName): string[][] {
  const texts = BINDINGS[name].keys.map((_, index) => keyText(name, index));
  if (texts.length > MOST_TOLD) return [[`${texts[0]} … ${texts.at(-1)}`]];
  return texts.map((text) => text.split(" "));
}

/** The places that a page is: itself, and the open tab of a run. */
function placesOf(route: Route, search: string): Set<string> {
  if (route.page !== "run") return new Set([route.page]);
  return new Set(["run", `run ${new URLSearchParams(search).get("tab") ?? "overview"}`]);
}

/** Those groups that work on a page, and those that work elsewhere. */
export function sortGroups(
  groups: readonly KeyGroup[],
  route: Route,
  search: string,
): { here: KeyGroup[]; elsewhere: KeyGroup[] } {
  const places = placesOf(route, search);
  const works = ({ places: of }: KeyGroup) => of === undefined || of.some((place) => places.has(place));
  return { here: groups.filter(works), elsewhere: groups.filter((group) => !works(group)) };
}
