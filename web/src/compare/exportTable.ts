import type { Comparison } from "@/api/types";
import { toJsonText } from "@/run/config/json";
import { SECTION_LABELS } from "./sections";
import type { TableRow } from "./tableRows";

/** The shown keys and values: a row each, its section and key first; a run without the key has nothing there. */
function valuesOf(rows: readonly TableRow[], runs: number): string[][] {
  return rows.flatMap((row) => {
    if (row.kind === "section") return [];
    const { key, values, missing } = row.row;
    const cells = Array.from({ length: runs }, (_, at) => {
      if (missing.includes(at)) return "";
      const value = values[at] ?? null;
      return typeof value === "string" ? value : toJsonText(value).replace(/\s*\n\s*/g, " ");
    });
    return [[SECTION_LABELS[row.section], key, ...cells]];
  });
}

export function toMarkdown(comparison: Comparison, rows: readonly TableRow[]): string {
  const { runs, reference } = comparison;
  const heads = runs.map(
    ({ name, display_id }, at) => `${name} (${display_id})${at === reference ? " ★" : ""}`,
  );
  const lines = [
    ["", "Key", ...heads],
    ["---", "---", ...heads.map(() => "---")],
    ...valuesOf(rows, runs.length),
  ];
  return lines.map((cells) => `| ${cells.map(markdownCell).join(" | ")} |\n`).join("");
}

const markdownCell = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replace(/\r?\n/g, "<br>");

export function toCsv(comparison: Comparison, rows: readonly TableRow[]): string {
  const head = ["section", "key", ...comparison.runs.map(({ display_id }) => display_id)];
  return [head, ...valuesOf(rows, comparison.runs.length)]
    .map((cells) => `${cells.map(csvCell).join(",")}\r\n`)
    .join("");
}

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
