import type { May } from "@/access/rights";
import type { Changes } from "@/api/edits";
import { BINDINGS, type BindingName } from "@/app/bindings";
import type { Shortcuts } from "@/app/shortcuts";
import type { IconName } from "@/ui/Icon";
import type { EditorName } from "./editing";
import { onlyRun, projectsOf, type Subject } from "./subject";

/** What can be done with runs, as menus, the bar of picked runs, the palette and keys all offer it. */
export interface RunAction {
  id: string;
  label: string;
  /** The word of it for a bar, where the others stand beside it. */
  short?: string;
  icon: IconName;
  /** Those that do it, too. */
  keys?: BindingName;
  /** Only with one run. */
  single?: boolean;
  do:
    | { editor: EditorName }
    | { changes: Changes }
    | { other: "open" | "chart" | "compare" | "csv" | "copy" };
}

export const MOST_COMPARED = 100;

const editor = (
  id: EditorName,
  label: string,
  icon: IconName,
  keys: BindingName,
  single = false,
): RunAction => ({
  id,
  label,
  icon,
  keys,
  single,
  do: { editor: id },
});

const change = (
  id: string,
  label: string,
  icon: IconName,
  keys: BindingName,
  changes: Changes,
): RunAction => ({
  id,
  label,
  icon,
  keys,
  do: { changes },
});

/** What can be done with these runs, where they lie, by who may do so much. */
export function runActions(subject: Subject, may: May): RunAction[] {
  const run = onlyRun(subject);
  const starred = subject.runs.length > 0 && subject.runs.every((each) => each.starred);
  const bin = subject.place === "bin";
  // Of runs that this page does not know any may go on.
  const goesOn =
    subject.count > subject.runs.length ||
    subject.runs.some(({ state }) => state === "running" || state === "preempting");
  const actions: (RunAction | false)[] = [
    run !== undefined && {
      id: "open",
      label: "Open",
      icon: "expand",
      single: true,
      do: { other: "open" },
    },
    run !== undefined && editor("name", "Rename", "pencil", "rename", true),
    run !== undefined && editor("notes", "Notes", "note", "editNotes", true),
    editor("tags", "Tags", "tag", "editTags"),
    editor("colour", "Colour", "palette", "editColour"),
    starred
      ? change("star", "No baseline any more", "star", "star", { starred: false })
      : { ...change("star", "Make a baseline", "star", "star", { starred: true }), short: "Baseline" },
    { id: "chart", label: "Show in charts", short: "Charts", icon: "chart", do: { other: "chart" } },
    subject.count > 1 &&
      subject.count <= MOST_COMPARED && {
        id: "compare",
        label: "Compare",
        icon: "columns",
        do: { other: "compare" },
      },
    {
      id: "copy",
      label: "Copy as table",
      short: "Copy",
      icon: "copy",
      keys: "copyRuns",
      do: { other: "copy" },
    },
    { id: "csv", label: "Export CSV", short: "CSV", icon: "download", do: { other: "csv" } },
    goesOn && { id: "stop", label: "Stop", icon: "halt", do: { changes: { stop: true } } },
    { ...editor("project", "Move to a project", "folder", "moveToProject"), short: "Move" },
    !bin &&
      (subject.place === "archived"
        ? change("archive", "Take out of the archive", "archive", "archive", { archived: false })
        : change("archive", "Archive", "archive", "archive", { archived: true })),
    bin
      ? change("bin", "Restore", "undo", "bin", { binned: false })
      : { ...change("bin", "Delete to the bin", "trash", "bin", { binned: true }), short: "Delete" },
  ];
  const mayEdit = may("editor", ...projectsOf(subject));
  return actions.filter(
    (action) => action !== false && (mayEdit || !("editor" in action.do || "changes" in action.do)),
  ) as RunAction[];
}

/** Those that an action may have, whatever the runs are. */
export const RUN_KEYS = [
  "rename",
  "editNotes",
  "editTags",
  "editColour",
  "star",
  "moveToProject",
  "archive",
  "copyRuns",
  "bin",
] as const satisfies readonly BindingName[];

/** The action that a key does: `event.key`. */
export const actionOfKey = (actions: readonly RunAction[], key: string): RunAction | undefined =>
  actions.find(({ keys }) => keys !== undefined && (BINDINGS[keys].keys as readonly string[]).includes(key));

/** Binds the keys of all actions to one doer. */
export const runShortcuts = (act: (name: BindingName) => void): Shortcuts =>
  Object.fromEntries(RUN_KEYS.map((name) => [name, () => act(name)]));
