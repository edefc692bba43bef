import { useCallback, useMemo } from "react";
import { type Step, useView } from "@/route/navigation";
import { readWorkspace, type Workspace, type WorkspaceText, workspaceView, writeWorkspace } from "./state";

/** Browsers and proxies pass on addresses of some thousand characters; what is longer is kept in the tab. */
const MAX_LENGTH = 4_000;
const KEY = "runstone.workspace.";

type Said = Omit<WorkspaceText, "kept">;
const NOTHING: Said = { section: null, panel: null, move: null };

export type EditWorkspace = (edit: (workspace: Workspace) => Workspace, step?: Step) => void;

/** The changes to a page's panels, as its address says. */
export function useWorkspace(): [Workspace, EditWorkspace] {
  const [text, change] = useView(workspaceView);
  const workspace = useMemo(() => readWorkspace(said(text)), [text]);
  const edit = useCallback<EditWorkspace>(
    (make, step) => change(addressOf(writeWorkspace(make(workspace))), step),
    [change, workspace],
  );
  return [workspace, edit];
}

function said(text: WorkspaceText): Said {
  if (text.kept === "") return text;
  try {
    return JSON.parse(sessionStorage.getItem(KEY + text.kept) ?? "") as Said;
  } catch {
    // Kept in another tab, or too long ago.
    return NOTHING;
  }
}

function addressOf(text: Said): WorkspaceText {
  const json = JSON.stringify(text);
  if (json.length <= MAX_LENGTH) return { ...text, kept: "" };
  const kept = hash(json);
  sessionStorage.setItem(KEY + kept, json);
  return { ...NOTHING, kept };
}

/** FNV-1a: the same changes have the same address. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(36);
}
