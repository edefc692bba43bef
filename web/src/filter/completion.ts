import type { Completion, Suggestion } from "@/api/types";

export interface Typed {
  text: string;
  /** Where the caret stands, in UTF-16 units. */
  at: number;
}

/** The text after a completion took its place, with the caret behind it: ready for what comes next. */
export function accept(text: string, { start, end }: Completion, item: Suggestion): Typed {
  const after = text.slice(end);
  const space = /[\s(]$/.test(item.text) || /^[\s,)]/.test(after) ? "" : " ";
  const head = text.slice(0, start) + item.text + space;
  // One space is enough: the caret goes behind the one that is there.
  return { text: head + after, at: head.length + (space === "" && after.startsWith(" ") ? 1 : 0) };
}

/**
 * Completions of an earlier text as those of what is typed now; null where they say nothing of it, because more than the
 * one word has changed that they complete.
 */
export function carryOver(
  { text, start, end, items }: Completion & { text: string },
  draft: string,
): Completion | null {
  const tail = text.slice(end);
  const newEnd = draft.length - tail.length;
  const isSame = draft.slice(0, start) === text.slice(0, start) && draft.endsWith(tail) && newEnd >= start;
  if (!isSame) return null;
  return text === draft || IN_A_WORD.test(draft.slice(start, newEnd)) ? { start, end: newEnd, items } : null;
}

const IN_A_WORD = /^[^\s=<>~!(),"'`]*$/;

/** What is worth offering: not the one thing that stands there already. */
export function offers(text: string, { start, end, items }: Completion): readonly Suggestion[] {
  const [only] = items;
  return items.length === 1 && only?.text === text.slice(start, end) ? [] : items;
}

/** The option that an arrow key leads to; -1 is none, where typing goes on. */
export function nextOption(active: number, count: number, step: 1 | -1): number {
  const next = active + step;
  if (next >= count) return -1;
  return next < -1 ? count - 1 : next;
}
