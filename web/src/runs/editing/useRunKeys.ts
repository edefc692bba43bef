import { useMay } from "@/access/rights";
import type { Run } from "@/api/types";
import type { BindingName } from "@/app/bindings";
import { useCommands } from "@/app/commands";
import { useShortcuts } from "@/app/shortcuts";
import { withEdits } from "@/edits/overlay";
import { plural } from "@/format/number";
import { anchorOfRun } from "./editing";
import { type RunAction, runActions, runShortcuts } from "./runActions";
import { type Subject, subjectOf } from "./subject";
import type { RunCommands } from "./useRunCommands";

/** The actions on the picked runs, or else on the run of the active row, by keys and in the palette. */
export function useRunKeys(commands: RunCommands, active: Run | undefined): void {
  const may = useMay();
  const subject = (): Subject | null => commands.picked ?? (active ? subjectOf(withEdits(active)) : null);
  const anchor = () =>
    active ? anchorOfRun(active.id) : () => new DOMRect(window.innerWidth / 2 - 120, 140, 0, 0);
  const act = (action: RunAction, found: Subject) => commands.act(action, found, anchor());
  const byKey = (name: BindingName) => {
    const found = subject();
    const action = found && runActions(found, may).find(({ keys }) => keys === name);
    if (found && action) act(action, found);
  };
  useShortcuts({
    ...runShortcuts(byKey),
    openRunMenu: () => {
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
      : runActions(found, may).map((action) => ({
          name: action.label,
          to: whom,
          keys: action.keys,
          // The palette closes first, and gives the focus back.
          run: () => void setTimeout(() => act(action, found)),
        })),
  );
}
