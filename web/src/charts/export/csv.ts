import type { ExportTable } from "../panels/kind";

/** RFC 4180; numbers with every digit, what is missing as nothing. */
export function toCsv({ columns, rows }: ExportTable): string {
  const lines = [columns, ...rows].map((row) => row.map(cell).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null || Number.isNaN(value)) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
