import type { Place } from "@/api/types";

/** What a column's head can do to the table. */
export interface ColumnActions {
  project: string;
  place: Place;
  /** The filter that the table shows, for the facts of a column. */
  filter: string;
  sorts: readonly string[];
  setSorts(sorts: readonly string[]): void;
  by: readonly string[];
  toggleGroup(field: string): void;
  /** Leaves only runs that meet this too. */
  narrow(condition: string): void;
  /** Begins a condition on this field in the filter box. */
  beginFilter(field: string): void;
  hide(field: string): void;
  /** Puts columns into the table, behind this one. */
  show(fields: readonly string[], behind: string): void;
  togglePin(field: string): void;
  /** Puts a column before another, or behind all. */
  move(field: string, before: string | null): void;
  resize(field: string, width: number): void;
}
