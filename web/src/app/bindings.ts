/** A deed that keys do: bound by `useShortcuts`, told by menus, the palette and the list of keys. */
interface Binding {
  /**
   * As `event.key` says them, the first one told where there is room for one. Two in a row have a space between:
   * "g c". "mod+k" is ⌘K or Ctrl+K.
   */
  keys: readonly string[];
  /** What they do, as the list of keys says it. */
  what: string;
}

/** Every key that a page answers to. What one widget does with a key while it has the focus is a gesture (`keys.ts`). */
export const BINDINGS = {
  openPalette: { keys: ["mod+k"], what: "All that can be done here; jump to a project, run or metric" },
  openHelp: { keys: ["?"], what: "This list" },
  undo: { keys: ["mod+z"], what: "Take the last change back" },
  redo: { keys: ["mod+shift+z"], what: "Make it again" },
  goToProjects: { keys: ["g h"], what: "All projects" },
  goToRegistry: { keys: ["g y"], what: "The registry" },

  goToCharts: { keys: ["g c"], what: "Charts of the project" },
  goToRuns: { keys: ["g r"], what: "Runs of the project" },
  goToMedia: { keys: ["g m"], what: "Media of the project" },
  goToArtifacts: { keys: ["g a"], what: "Artifacts of the project" },
  goToSweeps: { keys: ["g s"], what: "Sweeps of the project" },
  goToReports: { keys: ["g p"], what: "Reports of the project" },
  goToCompare: { keys: ["g d"], what: "Differences: runs beside each other" },

  searchProjects: { keys: ["/"], what: "Filter projects" },
  searchMetrics: { keys: ["f"], what: "Search metrics" },
  filterRuns: { keys: ["/"], what: "Filter runs" },
  toggleRail: { keys: ["[", "mod+j"], what: "Hide or show the list of runs" },
  toggleMediaRail: { keys: ["mod+j"], what: "Hide or show the list of runs" },
  toggleTree: { keys: ["[", "mod+j"], what: "Hide or show the tree of projects" },

  nextRow: { keys: ["j"], what: "Next run" },
  previousRow: { keys: ["k"], what: "Previous run" },
  firstRow: { keys: ["Home"], what: "The first run" },
  lastRow: { keys: ["End"], what: "The last run" },
  pageUp: { keys: ["PageUp"], what: "A screen up" },
  pageDown: { keys: ["PageDown"], what: "A screen down" },
  openRow: { keys: ["Enter"], what: "Open the run" },
  toggleRow: { keys: ["x"], what: "Show or hide the run" },
  pickAll: { keys: ["mod+a"], what: "Pick all that the filter lets through" },
  toggleShown: { keys: ["v"], what: "Show or hide in charts" },

  openRunMenu: { keys: ["."], what: "All that can be done with it" },
  rename: { keys: ["e", "F2"], what: "Rename" },
  editNotes: { keys: ["n"], what: "Notes" },
  editTags: { keys: ["t"], what: "Tags" },
  editColour: { keys: ["c"], what: "Colour" },
  star: { keys: ["s"], what: "Make it a baseline, or none" },
  moveToProject: { keys: ["m"], what: "Move to a project" },
  archive: { keys: ["a"], what: "Archive, or take out of the archive" },
  bin: { keys: ["#"], what: "Delete to the bin, or restore" },
  copyRuns: { keys: ["y"], what: "Copy as a table, for a spreadsheet" },
  openTab: { keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"], what: "Its tabs, from the left" },

  searchConsole: {
    keys: ["/"],
    what: "Search; Enter goes to the next line found, :120 to line 120, @14:03 or @+1h20m to a time",
  },
  nextFound: { keys: ["n"], what: "Next line found" },
  previousFound: { keys: ["N"], what: "Previous line found" },
  firstLine: { keys: ["g g"], what: "The first line" },
  lastLine: { keys: ["G"], what: "The last line; a live run is followed from there" },
  toggleWrap: { keys: ["w"], what: "Wrap long lines" },
  toggleTimes: { keys: ["t"], what: "Show times" },
  searchConfig: { keys: ["/"], what: "Search keys and values" },
  searchFiles: { keys: ["/"], what: "Search files" },

  searchArtifacts: { keys: ["/"], what: "Search artifacts" },
  searchData: { keys: ["/"], what: "Filter data" },
  searchVersions: { keys: ["/"], what: "Search versions" },
  searchLineage: { keys: ["/"], what: "Search nodes of the lineage" },

  searchSweeps: { keys: ["/"], what: "Search sweeps" },
  searchTrials: { keys: ["/"], what: "Search trials" },
  pauseSweep: { keys: ["p"], what: "Pause the sweep, or let it go on" },

  searchReports: { keys: ["/"], what: "Search reports" },
  writeReport: { keys: ["e"], what: "Write the report" },
  saveReport: { keys: ["mod+s"], what: "Save what was written" },
  printReport: { keys: ["mod+p"], what: "Print, or keep as a PDF, with all panels drawn" },

  searchMedia: { keys: ["/"], what: "Search keys" },
  previousStep: { keys: ["["], what: "Previous step of what was last pointed at" },
  nextStep: { keys: ["]"], what: "Next step of what was last pointed at" },
  previousFrame: { keys: [","], what: "Previous frame of the films that were used last" },
  nextFrame: { keys: ["."], what: "Next frame of the films that were used last" },
  nextSound: { keys: ["x"], what: "Change over to the next sound, at the same position" },
  previousSound: { keys: ["X"], what: "Change over to the previous sound" },

  searchCompared: { keys: ["/"], what: "Search keys" },
  toggleSame: { keys: ["d"], what: "Only differences, or everything" },
  swapCompared: { keys: ["s"], what: "Make the next run the reference: of two, swap them" },
  addCompared: { keys: ["a"], what: "Add a run" },
  goToParting: { keys: ["p"], what: "To the curve that parts first" },
} as const satisfies Record<string, Binding>;

export type BindingName = keyof typeof BINDINGS;

/** `⌘` where there is such a key. */
export const MOD = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl+";

/** A key of a binding as people read it: `Ctrl+Shift+Z`, `g c`. */
export function keyText(name: BindingName, index = 0): string {
  const key = BINDINGS[name].keys[index] ?? "";
  if (!key.startsWith("mod+")) return key;
  const parts = key.slice("mod+".length).split("+");
  return MOD + parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("+");
}

/** A label that tells the key, too: `Hide the list of runs ( [ )`. */
export const withKey = (label: string, name: BindingName): string => `${label} ( ${keyText(name)} )`;
