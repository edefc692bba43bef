import type { Route } from "@/route/paths";

/** `⌘` where there is such a key. */
export const MOD = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl+";

type Keys = readonly (readonly [keys: string, what: string])[];

/** Keys or gestures that work in one place: a page, or a tab of the page of a run as `run console`. */
export interface KeyGroup {
  title: string;
  /** Everywhere if missing. */
  places?: readonly string[];
  keys: Keys;
}

const RUN_KEYS: Keys = [
  ["e F2", "Rename"],
  ["n", "Notes"],
  ["t", "Tags"],
  ["c", "Colour"],
  ["s", "Make it a baseline, or none"],
  ["m", "Move to a project"],
  ["a", "Archive, or take out of the archive"],
  ["#", "Delete to the bin, or restore"],
];

export const KEY_GROUPS: readonly KeyGroup[] = [
  {
    title: "Everywhere",
    keys: [
      [`${MOD}K`, "All that can be done here; jump to a project, run or metric"],
      ["g h", "All projects"],
      ["g y", "The registry"],
      [`${MOD}Z`, `Take the last change back; ${MOD}Shift+Z makes it again`],
      ["Esc", "Clear a search, unpin a tooltip, close a dialog"],
      ["?", "This list"],
    ],
  },
  {
    title: "In a project",
    places: ["charts", "runs", "media", "compare", "artifacts", "collection", "version", "run"],
    keys: [
      ["g c", "Charts of the project"],
      ["g r", "Runs of the project"],
      ["g m", "Media of the project"],
      ["g a", "Artifacts of the project"],
      ["g d", "Differences: runs beside each other"],
    ],
  },
  { title: "Projects", places: ["projects"], keys: [["/", "Filter projects"]] },
  {
    title: "Charts",
    places: ["charts", "run charts", "run system"],
    keys: [
      ["f", "Search metrics"],
      ["← → ↑ ↓", "Move along the chart that has the focus; Shift goes further"],
      ["Enter + - 0", "Pin the tooltip there, zoom in, zoom out, show everything"],
      ["← →", "Previous and next panel, once one is enlarged"],
    ],
  },
  {
    title: "Runs beside the charts",
    places: ["charts"],
    keys: [
      ["/", "Filter runs"],
      ["j k", "Next and previous run"],
      ["Enter", "Open the run"],
      ["x", "Show or hide the run"],
      [`[ ${MOD}J`, "Hide or show the list of runs"],
    ],
  },
  {
    title: "Table of runs",
    places: ["runs"],
    keys: [
      ["/", "Filter runs"],
      ["j k", "Next and previous run"],
      ["Home End", "The first and the last run"],
      ["PageUp PageDown", "A screen up and down"],
      ["Enter", "Open the run, or open and close the group"],
      ["x", "Pick the run, or all runs of the group"],
      [`${MOD}A`, "Pick all that the filter lets through"],
      ["v", "Show or hide in charts"],
      ["y", "Copy as a table, for a spreadsheet"],
      [".", "All that can be done with the run, or with the picked ones"],
      ...RUN_KEYS,
      [`[ ${MOD}J`, "Hide or show the tree of projects"],
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
      ["/", "Search; Enter goes to the next line found, :120 to line 120, @14:03 or @+1h20m to a time"],
      ["n N", "Next and previous line found"],
      ["g g", "The first line"],
      ["G", "The last line; a live run is followed from there"],
      ["w t", "Wrap long lines, show times"],
    ],
  },
  {
    title: "Media",
    places: ["media", "run media"],
    keys: [
      ["/", "Search keys"],
      ["[ ]", "Previous and next step of what was last pointed at"],
      ["← →", "Previous and next sample, once an image is open"],
      ["↓ ↑", "Previous and next step of the open image"],
      ["p", "Pin the open image at its step, or unpin it"],
      ["z", "Zoom all open images together, or each by itself"],
      ["d", "The next way to see how two open images differ"],
      ["+ - 0", "Zoom in, zoom out, fit the window"],
      [", .", "Previous and next frame of the films that were used last"],
      ["x X", "Change over to the next or previous sound, at the same position"],
    ],
  },
  {
    title: "Config",
    places: ["run config"],
    keys: [
      ["/", "Search keys and values"],
      ["↓ ↑ → ←", "Walk the tree, open and close"],
    ],
  },
  { title: "Files", places: ["run files"], keys: [["/", "Search files"]] },
  { title: "Artifacts", places: ["artifacts", "registry"], keys: [["/", "Search artifacts"]] },
  {
    title: "Versions",
    places: ["collection"],
    keys: [["/", "Search versions"]],
  },
  {
    title: "A version",
    places: ["version"],
    keys: [
      ["1 … 4", "Its tabs, from the left"],
      ["/", "Search files, or nodes of the lineage"],
      ["↓ ↑ → ←", "Walk the tree of files; open and close folders"],
    ],
  },
  {
    title: "Lineage",
    places: ["version", "run artifacts"],
    keys: [
      ["← → ↑ ↓", "The next node that way, in the graph"],
      ["Enter", "Open the node, or what is collapsed in it"],
      ["f", "Around this node"],
      ["+ - 0", "Zoom in, zoom out, show everything"],
    ],
  },
  {
    title: "The run",
    places: ["run"],
    keys: [["1 … 9", "Its tabs, from the left"], [".", "All that can be done with it"], ...RUN_KEYS],
  },
  {
    title: "Runs beside each other",
    places: ["compare"],
    keys: [
      ["/", "Search keys"],
      ["d", "Only differences, or everything"],
    ],
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
