import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getJson } from "./client";
import type { JoinedTables, MediaItem, TableColumnFacts, TablePage } from "./types";

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
  /** Only rows that meet this. */
  filter: string;
}

/** What no blob ever changes. */
const FOR_EVER = { staleTime: Number.POSITIVE_INFINITY, structuralSharing: false } as const;

const window = (page: number) => ({ offset: page * PAGE_ROWS, limit: PAGE_ROWS });

/** A page of a table's rows: PAGE_ROWS of them, in this order. */
export const tableRowsQuery = ({ sha256, run, key }: TableName, { page, sort, filter }: RowsQuestion) =>
  queryOptions({
    queryKey: ["table", sha256, run, key, { page, sort, filter }],
    queryFn: ({ signal }) =>
      getJson<TablePage>(
        `tables/${sha256}`,
        { run, key, ...window(page), sort: sort === null ? [] : [sort], filter: filter || undefined },
        signal,
      ),
    ...FOR_EVER,
    // What cannot be followed is told at once.
    retry: false,
    placeholderData: page === 0 ? keepPreviousData : undefined,
  });

/** What a column of a table holds. */
export const tableColumnQuery = ({ sha256, run, key }: TableName, name: string) =>
  queryOptions({
    queryKey: ["table-column", sha256, run, key, name],
    queryFn: ({ signal }) => getJson<TableColumnFacts>(`tables/${sha256}/column`, { run, key, name }, signal),
    ...FOR_EVER,
  });

export interface JoinQuestion {
  /** `<run>:<sha256>` each. */
  tables: readonly string[];
  /** The key, where one of them was logged in parts. */
  key: string | undefined;
  on: string;
  onlyDiffering: boolean;
  /** Only rows of which the row of some table meets this. */
  filter: string;
  sort: JoinSort | null;
  page: number;
}

/** A column of the table at a place among those that are joined. */
export interface JoinSort {
  table: number;
  column: string;
  descending: boolean;
}

/** A page of several tables side by side. */
export const joinQuery = ({ tables, key, on, onlyDiffering, filter, sort, page }: JoinQuestion) =>
  queryOptions({
    queryKey: ["table-join", tables, key, on, onlyDiffering, filter, sort, page],
    queryFn: ({ signal }) =>
      getJson<JoinedTables>(
        "tables/join",
        {
          table: tables,
          key,
          on,
          only_differing: onlyDiffering || undefined,
          filter: filter || undefined,
          sort: sort ? `${sort.descending ? "-" : ""}${sort.column}` : undefined,
          sort_table: sort?.table,
          ...window(page),
        },
        signal,
      ),
    ...FOR_EVER,
    // What cannot be followed is told at once.
    retry: false,
    placeholderData: page === 0 ? keepPreviousData : undefined,
  });
