import type { DiffLineKind } from "./diff";

/** What stands before a line: never its colour alone. */
export const SIGN: Record<DiffLineKind, string> = { added: "+", removed: "\u2212", context: " ", note: "\\" };
