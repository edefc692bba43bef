import { hashKey, type QueryKey, type UseQueryOptions, useQueries } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { PAGE_ROWS } from "@/api/queries";

/** Rows beyond those in sight whose pages are asked for, too: half a page, so that most scrolling finds them there. */
const AHEAD_ROWS = PAGE_ROWS / 2;
/** While the scrollbar is dragged pages are asked for at this pace; what it has left behind is not waited for. */
const PACE_MS = 60;

/** What every page of a list tells. */
interface Page {
  total: number;
  revision: number;
}

export interface Pages<P> {
  /** The pages around the rows in sight that are here, by number; those of the last question while none of this one is. */
  here: ReadonlyMap<number, P>;
  /** The page that was answered last: it knows best how long the list is. Undefined until there is one. */
  newest: P | undefined;
  error: Error | null;
  retry(): void;
  /** To be called with the first and the last row in sight: asks for the pages around them, and lets go of others. */
  reach(first: number, last: number): void;
}

export const pageOfRow = (row: number): number => Math.floor(row / PAGE_ROWS);

/**
 * The pages of a list that lie around the rows in sight, and the first one if it is always wanted. `queryOf` gives the
 * question for one of them.
 */
export function usePages<P extends Page, K extends QueryKey>(
  queryOf: (page: number) => UseQueryOptions<P, Error, P, K>,
  enabled: boolean,
  withFirst = false,
): Pages<P> {
  const [[first, last], setSpan] = useState<Span>([0, 0]);
  const numbers = useMemo(
    () => [
      ...(withFirst && first > 0 ? [0] : []),
      ...Array.from({ length: last - first + 1 }, (_, at) => first + at),
    ],
    [first, last, withFirst],
  );
  const combine = useMemo(() => gathering<P>(), []);
  const { pages, error } = useQueries({
    queries: numbers.map((page) => ({ ...queryOf(page), enabled })),
    combine,
  });
  const found = useMemo(
    () => new Map(numbers.flatMap((page, at) => (pages[at] ? [[page, pages[at]] as const] : []))),
    [numbers, pages],
  );
  const question = hashKey(queryOf(0).queryKey);
  const [held, setHeld] = useState({ question, found });
  if (found.size > 0 && held.found !== found) setHeld({ question, found });
  const here = found.size > 0 || held.question === question ? found : held.found;
  const newest = newestOf(here) ?? newestOf(held.found);
  const total = useRef(0);
  total.current = newest?.total ?? 0;
  const move = usePaced(setSpan);
  const reach = useCallback(
    (top: number, bottom: number) => move(spanOf(top, bottom, total.current)),
    [move],
  );
  return { here, newest, error: error?.error ?? null, retry: () => error?.retry(), reach };
}

type Span = readonly [first: number, last: number];

/** The pages around some rows of a list that is so long. */
export function spanOf(top: number, bottom: number, total: number): Span {
  const end = Math.max(0, total - 1);
  const first = pageOfRow(Math.min(end, Math.max(0, top - AHEAD_ROWS)));
  return [first, Math.max(first, pageOfRow(Math.min(end, bottom + AHEAD_ROWS)))];
}

interface Answer<P> {
  data: P | undefined;
  error: Error | null;
  refetch(): unknown;
}

/**
 * What there is of some pages, the same object while it is the same. An instance of a class: of plain objects the library keeps
 * what is equal deep within, place by place, and would make copies of all rows of pages that have moved up.
 */
class Gathered<P> {
  constructor(
    readonly pages: readonly (P | undefined)[],
    readonly error: { error: Error; retry(): void } | null,
  ) {}
}

function gathering<P>(): (answers: Answer<P>[]) => Gathered<P> {
  let known = new Gathered<P>([], null);
  return (answers) => {
    const failed = answers.find(({ error }) => error !== null);
    const error = failed?.error ?? null;
    const isSame =
      known.pages.length === answers.length &&
      known.error?.error === (error ?? undefined) &&
      answers.every(({ data }, at) => data === known.pages[at]);
    if (!isSame)
      known = new Gathered(
        answers.map(({ data }) => data),
        error && { error, retry: () => void failed?.refetch() },
      );
    return known;
  };
}

const newestOf = <P extends Page>(pages: ReadonlyMap<number, P>): P | undefined =>
  [...pages.values()].reduce<P | undefined>(
    (best, page) => (best && best.revision >= page.revision ? best : page),
    undefined,
  );

/** Sets a span at once, and again no sooner than the pace allows; the last one is always set. */
function usePaced(set: (span: Span) => void): (span: Span) => void {
  const state = useRef<{ wanted: Span; set: number; timer?: ReturnType<typeof setTimeout> }>({
    wanted: [0, 0],
    set: 0,
  });
  useEffect(() => () => clearTimeout(state.current.timer), []);
  return useCallback(
    (span) => {
      const now = state.current;
      if (span[0] === now.wanted[0] && span[1] === now.wanted[1]) return;
      now.wanted = span;
      if (now.timer !== undefined) return;
      const apply = () => {
        now.timer = undefined;
        now.set = performance.now();
        set(now.wanted);
      };
      const wait = now.set + PACE_MS - performance.now();
      if (wait <= 0) apply();
      else now.timer = setTimeout(apply, wait);
    },
    [set],
  );
}
