import type { WorkspaceText } from "./state";

/** Browsers and proxies pass on addresses of some thousand characters; what is longer is kept in the tab. */
const MAX_LENGTH = 4_000;
const KEY = "runstone.workspace.";

export type Said = Omit<WorkspaceText, "kept">;
const NOTHING: Said = { section: null, panel: null, move: null };

/** What an address says of the panels, itself or through what is kept. */
export function takeOut(text: WorkspaceText): Said {
  const { kept, ...own } = text;
  if (kept === "") return own;
  try {
    return JSON.parse(sessionStorage.getItem(KEY + kept) ?? "") as Said;
  } catch {
    // Kept in another tab, or too long ago.
    return NOTHING;
  }
}

/** What an address is to say: all of it, or where it is kept. */
export function keep(said: Said): WorkspaceText {
  const json = JSON.stringify(said);
  if (json.length <= MAX_LENGTH) return { ...said, kept: "" };
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
