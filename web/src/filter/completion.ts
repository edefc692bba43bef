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
