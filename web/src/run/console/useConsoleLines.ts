import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ConsoleLinesAsked, consolePageQuery, consoleQuery } from "@/api/queries";
import type { ConsoleLine } from "@/api/types";
import { useRested } from "@/ui/useRested";
import { PAGE_LINES, pagesOf } from "./windows";

/** How long scrolling must rest before pages are asked for: dragging past a million lines asks for the last only. */
const REST_MS = 60;

/** How many lines the console has, and its last ones: the part that grows. */
export function useConsoleTail(run: string, asked: ConsoleLinesAsked) {
  return useQuery(consoleQuery(run, { first: -PAGE_LINES, limit: PAGE_LINES, ...asked }));
}

/** The lines at the positions `first` to `last`; `undefined` for those still on their way. */
export function useConsoleLines(
  run: string,
  asked: ConsoleLinesAsked,
  tail: { lines: readonly ConsoleLine[]; total: number },
  first: number,
  last: number,
): (position: number) => ConsoleLine | undefined {
  const tailStart = tail.total - tail.lines.length;
  const wanted = useRested(pagesOf(first, last, tailStart).join(" "), REST_MS);
  const pages = wanted === "" ? [] : wanted.split(" ").map(Number);
  const question = (page: number) => ({ first: page * PAGE_LINES, limit: PAGE_LINES, ...asked });
  const answers = useQueries({ queries: pages.map((page) => consolePageQuery(run, question(page))) });
  const client = useQueryClient();
  return (position) => {
    if (position >= tailStart) return tail.lines[position - tailStart];
    const page = Math.floor(position / PAGE_LINES);
    const index = pages.indexOf(page);
    const data =
      index >= 0 ? answers[index]?.data : client.getQueryData(consolePageQuery(run, question(page)).queryKey);
    return data?.lines[position - page * PAGE_LINES];
  };
}
