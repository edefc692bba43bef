import type { Json, MediaItem, MediaPart, TableColumn } from "@/api/types";
import { formatValue } from "@/format/value";

export interface TableSort {
  column: string;
  descending: boolean;
}

/** The order that an address asks for; null where the table has no such column. */
export function parseSort(entry: string | null, columns: readonly TableColumn[]): TableSort | null {
  if (entry === null) return null;
  const descending = entry.startsWith("-");
  const column = descending ? entry.slice(1) : entry;
  return columns.some(({ name }) => name === column) ? { column, descending } : null;
}

/** A click on a column's head: ascending, then descending, then as logged. */
export function nextSort(sort: TableSort | null, column: string): string | null {
  if (sort?.column !== column) return column;
  return sort.descending ? null : `-${column}`;
}

export const isNumeric = ({ type }: TableColumn): boolean => type === "number" || type === "integer";

/** In characters: what the head and the first rows need, within limits. */
export function columnWidths(columns: readonly TableColumn[], rows: readonly Json[][]): number[] {
  return columns.map(({ name, type }, column) => {
    if (type === "media") return Math.max(10, Math.min(48, name.length + 2));
    const longest = rows
      .slice(0, 100)
      .reduce((most, row) => Math.max(most, formatValue(row[column]).length), name.length + 2);
    return Math.max(5, Math.min(48, longest));
  });
}

/** What a cell shows of a picture, a sound or another medium. */
export interface MediaCell {
  type: string;
  caption: string | null;
  /** Its bytes; null where its facts are all of it. */
  part: MediaPart | null;
}

/** The medium in a cell; null for a cell of plain values. */
export function mediaCell(value: Json | undefined, item: MediaItem): MediaCell | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { media, part, caption } = value;
  if (typeof media !== "string") return null;
  return {
    type: media,
    caption: typeof caption === "string" ? caption : null,
    part: typeof part === "string" ? (item.parts[part] ?? null) : null,
  };
}
