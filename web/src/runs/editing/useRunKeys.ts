import type { Run } from "@/api/types";
import { useCommands } from "@/app/commands";
import { type Shortcuts, useShortcuts } from "@/app/shortcuts";
import { withEdits } from "@/edits/overlay";
import { plural } from "@/format/number";
import { anchorOfRun } from "./editing";
import { type RunAction, runActions } from "./runActions";
import { type Subject, subjectOf } from "./subject";
import type { RunCommands } from "./useRunCommands";

/** Every key that an action may have, whatever the runs are. */
const KEYS = ["e", "F2", "n", "t", "c", "s", "m", "a", "y", "#"];

/** The actions on the picked runs, or else on the run of the active row, by keys and in the palette. */
export function useRunKeys(commands: RunCommands, active: Run | undefined): void {
  const subject = (): Subject | null => commands.picked ?? (active ? subjectOf(withEdits(active)) : null);
  const anchor = () =>
    active ? anchorOfRun(active.id) : () => new DOMRect(window.innerWidth / 2 - 120, 140, 0, 0);
  const act = (action: RunAction, found: Subject) => commands.act(action, found, anchor());
  const byKey = (key: string) => {
    const found = subject();
    const action = found && runActions(found).find(({ keys }) => keys.includes(key));
    if (found && action) act(action, found);
  };
  const shortcuts: Shortcuts = Object.fromEntries(KEYS.map((key) => [key, () => byKey(key)]));
  useShortcuts({
    ...shortcuts,
    ".": () => {
      const found = subject();
      if (found) commands.openMenu(found, anchor());
    },
  });
  const found = subject();
  const whom =
    found === null ? "" : active && !commands.picked ? active.name : plural(found.count, "picked run");
  useCommands(
    found === null
      ? []
      : runActions(found).map((action) => ({
          name: action.label,
          to: whom,
          keys: action.keys[0],
          // The palette closes first, and gives the focus back.
          run: () => void setTimeout(() => act(action, found)),
        })),
  );
}
