import type { Columns } from "@/api/types";
import { isSystem } from "@/charts/sections";
import { parseSort } from "./sort";

/** The value shown beside every run: the chosen one, else what the list is sorted by, else a likely result. */
export function metricColumn(chosen: string, sort: string, columns: Columns | undefined): string | null {
  if (chosen !== "") return chosen;
  const { column } = parseSort(sort);
  if (column.startsWith("summary.") || column.startsWith("config.")) return column;
  const keys =
    columns?.summary.filter(({ key, type }) => !isSystem(key) && type !== "text").map(({ key }) => key) ?? [];
  const likely = keys.find((key) => /^(val|valid|validation|eval|test)\b/.test(key)) ?? keys[0];
  return likely === undefined ? null : `summary.${likely}`;
}

/** `summary.val/acc` without the word that says where it comes from. */
export const columnLabel = (column: string): string => column.replace(/^(summary|config)\./, "");
