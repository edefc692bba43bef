import { useCallback, useMemo } from "react";
import { type Step, useView } from "@/route/navigation";
import { readView } from "@/route/search";
import { keep, takeOut } from "./kept";
import { readWorkspace, type Workspace, workspaceView, writeWorkspace } from "./state";

export type EditWorkspace = (edit: (workspace: Workspace) => Workspace, step?: Step) => void;

/** The changes to a page's panels, as its address says. */
export function useWorkspace(): [Workspace, EditWorkspace] {
  const [text, change] = useView(workspaceView);
  // The same panels whatever else the address says, or a zoom would place all of them anew.
  const said = JSON.stringify(text);
  const workspace = useMemo(() => readWorkspace(takeOut(JSON.parse(said) as typeof text)), [said]);
  const edit = useCallback<EditWorkspace>(
    (make, step) => {
      // Read anew: two edits within one render must both survive.
      const now = readWorkspace(takeOut(readView(workspaceView, window.location.search)));
      change(keep(writeWorkspace(make(now))), step);
    },
    [change],
  );
  return [workspace, edit];
}
