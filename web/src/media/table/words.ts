import type { Json, TableColumn } from "@/api/types";
import { formatValue } from "@/format/value";
import { mediaCell } from "./table";

const MOST = 4;

/** Which row it is, in the words of its first plain cells. */
export function wordsOfRow(columns: readonly Pick<TableColumn, "name">[], row: readonly Json[]): string {
  return columns
    .flatMap(({ name }, at) => {
      const value = row[at] ?? null;
      return value === null || mediaCell(value, {}) ? [] : [`${name} ${formatValue(value)}`];
    })
    .slice(0, MOST)
    .join(" · ");
}
