import type { ExportRows, ExportTable } from "../panels/kind";

/** RFC 4180; numbers with every digit, what is missing as nothing. */
export const toCsv = ({ columns, rows }: ExportTable): string => linesOf([columns, ...rows]);

/** The same as a file, with the rows that are still to come: only one batch of them is in memory as values. */
export async function csvFile(table: ExportTable): Promise<Blob> {
  let file = new Blob([toCsv(table)], CSV);
  for await (const rows of table.more ?? []) file = new Blob([file, linesOf(rows)], CSV);
  return file;
}

const CSV = { type: "text/csv" };

const linesOf = (rows: ExportRows): string => rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");

function cell(value: string | number | null): string {
  if (value === null || Number.isNaN(value)) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
