import type { Json } from "@/api/types";

export interface MediaTableData {
  columns: string[];
  rows: Json[][];
}

export interface TableSort {
  column: number;
  descending: boolean;
}

/** Reads a table's blob; null where it is none. */
export function asTable(value: unknown): MediaTableData | null {
  if (typeof value !== "object" || value === null) return null;
  const { columns, rows } = value as Partial<MediaTableData>;
  return Array.isArray(columns) && Array.isArray(rows) ? { columns: columns.map(String), rows } : null;
}

/** The order of the rows: numbers before texts, and what is no value (NaN, null, nothing) last either way. */
export function sortRows(rows: readonly Json[][], { column, descending }: TableSort): Json[][] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [a[column], b[column]];
    const [none, other] = [isNothing(left), isNothing(right)];
    if (none || other) return Number(none) - Number(other);
    if (typeof left === "number" && typeof right === "number") return sign * (left - right);
    if (typeof left === "number") return -1;
    if (typeof right === "number") return 1;
    return sign * asText(left).localeCompare(asText(right), "en", { numeric: true });
  });
}

const isNothing = (value: Json | undefined) => value === null || value === undefined || Number.isNaN(value);

const asText = (value: Json | undefined) => (typeof value === "string" ? value : JSON.stringify(value));

/** Columns that hold numbers only, and whatever is missing among them. */
export function numericColumns(table: MediaTableData): boolean[] {
  return table.columns.map(
    (_, column) =>
      table.rows.some((row) => typeof row[column] === "number") &&
      table.rows.every((row) => typeof row[column] === "number" || isNothing(row[column])),
  );
}

export function parseSort(entry: string | null, columns: readonly string[]): TableSort | null {
  if (entry === null) return null;
  const descending = entry.startsWith("-");
  const column = columns.indexOf(descending ? entry.slice(1) : entry);
  return column < 0 ? null : { column, descending };
}

/** A click on a column's head: ascending, then descending, then as logged. */
export function nextSort(sort: TableSort | null, column: number, columns: readonly string[]): string | null {
  const name = columns[column] ?? "";
  if (sort?.column !== column) return name;
  return sort.descending ? null : `-${name}`;
}
