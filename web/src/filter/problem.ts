import { toUnits } from "@/api/characters";
import { ApiError } from "@/api/client";

/** What is wrong with a filter, and where, in UTF-16 units. */
export interface FilterProblem {
  message: string;
  start: number;
  end: number;
}

/** What the server says of a filter that it could not follow; null where the error is another one. */
export function filterProblem(filter: string, error: Error | null): FilterProblem | null {
  if (!(error instanceof ApiError) || error.code !== "bad_query" || filter === "") return null;
  const [start, end] = error.place ?? [0, [...filter].length];
  return { message: error.message, start: toUnits(filter, start), end: toUnits(filter, end) };
}

/** How much of a filter stands around the place that is wrong. */
const AROUND = 28;

export interface Excerpt {
  before: string;
  bad: string;
  after: string;
}

/** The place with what surrounds it. A place behind the text, where something is missing, is a space. */
export function excerpt(filter: string, { start, end }: FilterProblem): Excerpt {
  const first = Math.min(start, filter.length);
  const last = Math.max(first, Math.min(end, filter.length));
  const from = Math.max(0, first - AROUND);
  const to = Math.min(filter.length, last + AROUND);
  return {
    before: (from > 0 ? "…" : "") + filter.slice(from, first),
    bad: filter.slice(first, last) || "\u00a0",
    after: filter.slice(last, to) + (to < filter.length ? "…" : ""),
  };
}
