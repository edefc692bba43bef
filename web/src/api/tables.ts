import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getJson } from "./client";
import type { MediaItem, TablePage } from "./types";

/** The most rows that travel at once. */
export const PAGE_ROWS = 200;

/** Which table: its blob; of one that was logged in parts also who logged it, so that all parts up to this one count. */
export interface TableName {
  sha256: string;
  run?: string;
  key?: string;
}

export const tableOf = (run: string, { sha256, key, facts }: MediaItem): TableName =>
  "part_of" in facts ? { sha256, run, key } : { sha256 };

export interface RowsQuestion {
  page: number;
  /** A column, "-" before it for descending. */
  sort: string | null;
  /** Only rows with these words. */
  search: string;
}

/** A page of a table's rows: PAGE_ROWS of them, in this order. */
export const tableRowsQuery = ({ sha256, run, key }: TableName, { page, sort, search }: RowsQuestion) =>
  queryOptions({
    queryKey: ["table", sha256, run, key, { page, sort, search }],
    queryFn: ({ signal }) =>
      getJson<TablePage>(
        `tables/${sha256}`,
        {
          run,
          key,
          offset: page * PAGE_ROWS,
          limit: PAGE_ROWS,
          sort: sort === null ? [] : [sort],
          search: search || undefined,
        },
        signal,
      ),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    placeholderData: page === 0 ? keepPreviousData : undefined,
  });
