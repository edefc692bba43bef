import { useQueries, useQueryClient } from "@tanstack/react-query";
import { PAGE_ROWS, type RowsQuestion, type TableName, tableRowsQuery } from "@/api/tables";
import type { Json } from "@/api/types";
import { useRested } from "@/ui/useRested";

/** How long scrolling must rest before rows are asked for: dragging past a million asks for the last ones only. */
const REST_MS = 60;

/** The rows at the positions `first` to `last`; `undefined` for those still on their way. */
export function useTableRows(
  table: TableName,
  question: Omit<RowsQuestion, "page">,
  first: number,
  last: number,
): (position: number) => readonly Json[] | undefined {
  const from = Math.floor(first / PAGE_ROWS);
  const wanted = useRested(`${from} ${Math.max(from, Math.floor(last / PAGE_ROWS))}`, REST_MS);
  const [low = 0, high = 0] = wanted.split(" ").map(Number);
  const pages = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  const ask = (page: number) => tableRowsQuery(table, { ...question, page });
  const answers = useQueries({ queries: pages.map(ask) });
  const client = useQueryClient();
  return (position) => {
    const page = Math.floor(position / PAGE_ROWS);
    const data = answers[page - low]?.data ?? client.getQueryData(ask(page).queryKey);
    return data?.rows[position - page * PAGE_ROWS];
  };
}
