import type { Changes } from "@/api/edits";
import type { IconName } from "@/ui/Icon";
import type { EditorName } from "./editing";
import { onlyRun, type Subject } from "./subject";

/** What can be done with runs, as menus, the bar of picked runs, the palette and keys all offer it. */
export interface RunAction {
  id: string;
  label: string;
  icon: IconName;
  /** As `useShortcuts` has it; the first one is told. */
  keys: readonly string[];
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
  keys: readonly string[],
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
  keys: readonly string[],
  changes: Changes,
): RunAction => ({
  id,
  label,
  icon,
  keys,
  do: { changes },
});

/** What can be done with these runs, where they lie. */
export function runActions(subject: Subject): RunAction[] {
  const run = onlyRun(subject);
  const starred = subject.runs.length > 0 && subject.runs.every((each) => each.starred);
  const bin = subject.place === "bin";
  const actions: (RunAction | false)[] = [
    run !== undefined && {
      id: "open",
      label: "Open",
      icon: "expand",
      keys: [],
      single: true,
      do: { other: "open" },
    },
    run !== undefined && editor("name", "Rename", "pencil", ["e", "F2"], true),
    run !== undefined && editor("notes", "Notes", "note", ["n"], true),
    editor("tags", "Tags", "tag", ["t"]),
    editor("colour", "Colour", "palette", ["c"]),
    starred
      ? change("star", "No baseline any more", "star", ["s"], { starred: false })
      : change("star", "Make a baseline", "star", ["s"], { starred: true }),
    { id: "chart", label: "Show in charts", icon: "chart", keys: [], do: { other: "chart" } },
    subject.count > 1 &&
      subject.count <= MOST_COMPARED && {
        id: "compare",
        label: "Compare",
        icon: "columns",
        keys: [],
        do: { other: "compare" },
      },
    { id: "copy", label: "Copy as table", icon: "copy", keys: ["y"], do: { other: "copy" } },
    { id: "csv", label: "Export CSV", icon: "download", keys: [], do: { other: "csv" } },
    editor("project", "Move to a project", "folder", ["m"]),
    !bin &&
      (subject.place === "archived"
        ? change("archive", "Take out of the archive", "archive", ["a"], { archived: false })
        : change("archive", "Archive", "archive", ["a"], { archived: true })),
    bin
      ? change("bin", "Restore", "undo", ["#"], { binned: false })
      : change("bin", "Delete to the bin", "trash", ["#"], { binned: true }),
  ];
  return actions.filter((action) => action !== false);
}
