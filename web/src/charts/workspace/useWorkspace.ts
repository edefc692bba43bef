import { useCallback, useMemo } from "react";
import { type Step, useView } from "@/route/navigation";
import { keep, takeOut } from "./kept";
import { readWorkspace, type Workspace, workspaceView, writeWorkspace } from "./state";

export type EditWorkspace = (edit: (workspace: Workspace) => Workspace, step?: Step) => void;

/** The changes to a page's panels, as its address says. */
export function useWorkspace(): [Workspace, EditWorkspace] {
  const [text, change] = useView(workspaceView);
  const workspace = useMemo(() => readWorkspace(takeOut(text)), [text]);
  const edit = useCallback<EditWorkspace>(
    (make, step) => change(keep(writeWorkspace(make(workspace))), step),
    [change, workspace],
  );
  return [workspace, edit];
}
