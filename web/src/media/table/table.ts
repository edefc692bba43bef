import type { Json, MediaItem, MediaPart, TableColumn } from "@/api/types";
import { formatValue } from "@/format/value";

export interface TableSort {
  column: string;
  descending: boolean;
}

/** The order that an address asks for; null where the table has no such column. */
export function parseSort(entry: string | null, columns: readonly TableColumn[]): TableSort | null {
  if (entry === null) return null;
  const isColumn = (name: string) => columns.some((column) => column.name === name);
  // A column may begin with a minus itself.
  if (isColumn(entry)) return { column: entry, descending: false };
  const column = entry.slice(1);
  return entry.startsWith("-") && isColumn(column) ? { column, descending: true } : null;
}

export const formatSort = ({ column, descending }: TableSort): string => (descending ? `-${column}` : column);

/** A click on a column's head: ascending, then descending, then as logged. */
export function nextSort(sort: TableSort | null, column: string): string | null {
  if (sort?.column !== column) return column;
  return sort.descending ? null : `-${column}`;
}

export const isNumeric = ({ type }: Pick<TableColumn, "type">): boolean =>
  type === "number" || type === "integer";

/** In characters: what the head and the first rows need, within limits. */
export function columnWidths(
  columns: readonly Pick<TableColumn, "name" | "type">[],
  rows: readonly (readonly Json[])[],
): number[] {
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
  facts: MediaItem["facts"];
  /** Its bytes; null where its facts are all of it. */
  part: MediaPart | null;
  /** Further blobs of its own, such as masks. */
  parts: Record<string, MediaPart>;
}

/** The medium in a cell; null for a cell of plain values. `parts` are the blobs that cells name. */
export function mediaCell(
  value: Json | undefined,
  parts: Readonly<Record<string, MediaPart>>,
): MediaCell | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { media, part, caption, facts } = value;
  if (typeof media !== "string") return null;
  const name = typeof part === "string" ? part : null;
  const inner = Object.entries(parts).filter(([each]) => name !== null && each.startsWith(`${name}/`));
  return {
    type: media,
    caption: typeof caption === "string" ? caption : null,
    facts: typeof facts === "object" && facts !== null && !Array.isArray(facts) ? facts : {},
    part: name === null ? null : (parts[name] ?? null),
    parts: Object.fromEntries(inner.map(([each, blob]) => [each.slice((name ?? "").length + 1), blob])),
  };
}

/** The medium of a cell as an item of its own, to be shown as one. */
export function itemOfCell({ type, caption, facts, part, parts }: MediaCell, of: MediaItem): MediaItem {
  const { key, step, index, time } = of;
  const blob = part ?? { sha256: "", size_bytes: 0, mime: "" };
  return { key, step, index, time, type, caption, facts, parts, ...blob };
}

/** A cell that is open over the page: the row by its position in the shown order, the column by its own. */
export interface OpenCell {
  /** Whose table; empty for tables side by side. */
  run: string;
  row: number;
  column: number;
}

export const formatCell = ({ run, row, column }: OpenCell): string =>
  `${row}:${column}:${encodeURIComponent(run)}`;

export function parseCell(entry: string | null): OpenCell | null {
  const [, row, column, run] = /^(\d+):(\d+):(.*)$/.exec(entry ?? "") ?? [];
  if (run === undefined) return null;
  try {
    return { run: decodeURIComponent(run), row: Number(row), column: Number(column) };
  } catch {
    return null;
  }
}
