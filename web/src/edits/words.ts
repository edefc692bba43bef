import type { Changes } from "@/api/edits";

/** One thing that was changed about a run, what stood there before, and what stood there after. */
export interface ChangedWord {
  what: string;
  before: string;
  after: string;
}

const TEXTS = [
  ["name", "Name"],
  ["notes", "Notes"],
  ["group", "Group"],
  ["job_type", "Job type"],
  ["project", "Project"],
  ["colour", "Colour"],
] as const;

const MARKS = [
  ["starred", "Made a baseline", "No baseline any more"],
  ["archived", "Put into the archive", "Taken out of the archive"],
  ["binned", "Put into the bin", "Taken out of the bin"],
] as const;

const yesNo = (is: boolean | undefined): string => (is ? "yes" : "no");

/** An edit in words; `undo` is what takes it back. */
export function changedWords(changes: Changes, undo: Changes): ChangedWord[] {
  const found: ChangedWord[] = [];
  for (const [fact, name] of TEXTS) {
    const after = changes[fact];
    if (after === undefined || after === null) continue;
    const short = fact === "notes" ? "" : `: ${after || "nothing"}`;
    found.push({ what: `${name} changed${short}`, before: undo[fact] ?? "", after });
  }
  const { tags_added: added = [], tags_removed: removed = [] } = changes;
  if (added.length > 0)
    found.push({ what: `Tagged ${added.join(", ")}`, before: "", after: added.join(", ") });
  if (removed.length > 0) {
    found.push({ what: `Tags taken off: ${removed.join(", ")}`, before: removed.join(", "), after: "" });
  }
  if (changes.stop !== undefined && changes.stop !== null) {
    const what = changes.stop ? "Asked to stop" : "Asked no longer to stop";
    found.push({ what, before: "", after: "" });
  }
  for (const [mark, on, off] of MARKS) {
    const is = changes[mark];
    if (is === undefined || is === null) continue;
    found.push({ what: is ? on : off, before: yesNo(!is), after: yesNo(is) });
  }
  return found;
}
