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

/** Whether a search text is a regular expression that says more than its letters: those are found much faster. */
export function isPattern(search: string): boolean {
  if (!/[.*+?^${}()|[\]\\]/.test(search)) return false;
  try {
    new RegExp(search);
    return true;
  } catch {
    return false;
  }
}

function compile(search: string): RegExp {
  try {
    return new RegExp(search, "gi");
  } catch {
    return new RegExp(search.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi");
  }
}

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
