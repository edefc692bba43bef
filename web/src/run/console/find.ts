import { escapePattern } from "@/ui/pattern";

export type Span = readonly [start: number, end: number];

/** Where a search text occurs in a line. */
export type Finder = (line: string) => Span[];

/** A search text as a case-insensitive regular expression, or as it stands where it is none. */
export function compileFinder(search: string): Finder {
  if (search === "") return () => [];
  const expression = compile(search);
  return (line) => {
    const spans: Span[] = [];
    for (const match of line.matchAll(expression)) {
      if (match[0] !== "") spans.push([match.index, match.index + match[0].length]);
    }
    return spans;
  };
}

const SIGNS = /[.*+?^${}()|[\]\\]/;

function compiles(search: string): boolean {
  try {
    new RegExp(search);
    return true;
  } catch {
    return false;
  }
}

/** Whether a search text is a regular expression that says more than its letters: those are found much faster. */
export const isPattern = (search: string): boolean => SIGNS.test(search) && compiles(search);

/** Whether a search text looks like a regular expression and is none, so that its signs are searched for as they stand. */
export const isBrokenPattern = (search: string): boolean => SIGNS.test(search) && !compiles(search);

const compile = (search: string): RegExp =>
  new RegExp(compiles(search) ? search : escapePattern(search), "gi");

export interface Piece<P> {
  part: P;
  text: string;
  found: boolean;
}

/** Cuts styled parts where spans begin and end, so that a match may cross a change of colour. */
export function cutAtSpans<P extends { text: string }>(
  parts: readonly P[],
  spans: readonly Span[],
): Piece<P>[] {
  const pieces: Piece<P>[] = [];
  let offset = 0;
  let next = 0;
  for (const part of parts) {
    const end = offset + part.text.length;
    let at = offset;
    while (at < end) {
      while ((spans[next]?.[1] ?? Infinity) <= at) next += 1;
      const [start, stop] = spans[next] ?? [Infinity, Infinity];
      const found = start <= at;
      const until = Math.min(end, found ? stop : start);
      pieces.push({ part, text: part.text.slice(at - offset, until - offset), found });
      at = until;
    }
    offset = end;
  }
  return pieces;
}
