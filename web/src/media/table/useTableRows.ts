import { type QueryKey, type UseQueryOptions, useQueries, useQueryClient } from "@tanstack/react-query";
import { PAGE_ROWS } from "@/api/tables";
import type { Json } from "@/api/types";
import { useRested } from "@/ui/useRested";

/** How long scrolling must rest before rows are asked for: dragging past a million asks for the last ones only. */
const REST_MS = 60;

/** Some rows, with what is said of them. */
export interface Page {
  rows: Json[][];
}

/** How a page is asked for. */
export type PageQuery<P extends Page, K extends QueryKey> = (page: number) => UseQueryOptions<P, Error, P, K>;

/** The page and the place in it of a position; `undefined` for those still on their way. */
export type PageAt<P> = (position: number) => { page: P; row: readonly Json[] } | undefined;

/** The rows at the positions `first` to `last`. */
export function useTableRows<P extends Page, K extends QueryKey>(
  ask: PageQuery<P, K>,
  first: number,
  last: number,
): PageAt<P> {
  const from = Math.floor(first / PAGE_ROWS);
  const wanted = useRested(`${from} ${Math.max(from, Math.floor(last / PAGE_ROWS))}`, REST_MS);
  const [low = 0, high = 0] = wanted.split(" ").map(Number);
  const pages = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  const answers = useQueries({ queries: pages.map(ask) });
  const client = useQueryClient();
  return (position) => {
    const at = Math.floor(position / PAGE_ROWS);
    const page = answers[at - low]?.data ?? client.getQueryData<P>(ask(at).queryKey);
    const row = page?.rows[position - at * PAGE_ROWS];
    return page && row && { page, row };
  };
}
