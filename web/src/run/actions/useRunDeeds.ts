import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "@/access/rights";
import { useSharedRuns } from "@/access/whoAmI";
import type { RunDetail } from "@/api/types";
import { type Command, useCommands } from "@/app/commands";
import { useShortcuts } from "@/app/shortcuts";
import { edit } from "@/edits/editor";
import { goTo } from "@/route/navigation";
import { compareLink } from "@/route/paths";
import { type EditorName, useEditing } from "@/runs/editing/editing";
import { type RunAction, runActions, runShortcuts } from "@/runs/editing/runActions";
import { type Subject, subjectOf } from "@/runs/editing/subject";
import { copyText } from "@/ui/clipboard";

/** Of no use on the page of the run itself. */
const LEFT_OUT = new Set(["open", "copy", "csv", "stop"]);

export interface RunDeeds {
  subject: Subject;
  actions: readonly RunAction[];
  menuOpen: boolean;
  openMenu(): void;
  closeMenu(): void;
  act(action: RunAction): void;
  begin(editor: EditorName): void;
  setBinned(binned: boolean): void;
  setArchived(archived: boolean): void;
  /** There may be other runs to see. */
  canCompare: boolean;
  comparing: boolean;
  setComparing(open: boolean): void;
}

/**
 * What can be done with the run of the page: by its menu, by the keys that the table of runs has for it, and in the
 * palette.
 *
 * @param anchor where editors and the menu open.
 */
export function useRunDeeds(run: RunDetail, anchor: () => DOMRect): RunDeeds {
  const client = useQueryClient();
  const beginEditing = useEditing((editing) => editing.begin);
  const [menuOpen, setMenuOpen] = useState(false);
  const [comparing, setComparing] = useState(false);
  const shared = useSharedRuns();
  const canCompare = shared?.length !== 1;
  const subject = subjectOf(run);
  const actions = runActions(subject, useMay()).filter(({ id }) => !LEFT_OUT.has(id));
  const begin = (editor: EditorName) => beginEditing(editor, subject, anchor);
  const act = (action: RunAction) => {
    const { do: deed } = action;
    if ("editor" in deed) begin(deed.editor);
    else if ("changes" in deed) void edit(client, subject.target, deed.changes, { name: run.name });
    else if (deed.other === "chart")
      goTo({ page: "charts", project: run.project }, new URLSearchParams([["run", run.id]]).toString());
  };
  const openMenu = () => setMenuOpen(true);
  useShortcuts({
    ...runShortcuts((name) => {
      const action = actions.find(({ keys }) => keys === name);
      if (action) act(action);
    }),
    openRunMenu: openMenu,
  });
  const { parent } = run;
  // The palette closes first, and gives the focus back.
  const later = (work: () => void) => () => void setTimeout(work);
  const commands: (Command | false)[] = [
    ...actions.map((action) => ({
      name: action.label,
      to: run.name,
      keys: action.keys,
      run: later(() => act(action)),
    })),
    canCompare && { name: "Compare with another run", run: later(() => setComparing(true)) },
    parent !== null &&
      (shared === null || shared.includes(parent.id)) && {
        name: `Compare with ${parent.display_id}, from which it was forked`,
        run: () => {
          const { to, search } = compareLink(run.project, [parent.id, run.id]);
          goTo(to, search);
        },
      },
    { name: "Copy the id", to: run.id, run: () => void copyText(run.id) },
    {
      name: "Copy the address of this page",
      run: () => void copyText(window.location.href),
    },
  ];
  useCommands(commands.filter((command) => command !== false));
  return {
    subject,
    actions,
    menuOpen,
    openMenu,
    closeMenu: () => setMenuOpen(false),
    act,
    begin,
    setBinned: (binned) => void edit(client, subject.target, { binned }, { name: run.name }),
    setArchived: (archived) => void edit(client, subject.target, { archived }, { name: run.name }),
    canCompare,
    comparing,
    setComparing,
  };
}
