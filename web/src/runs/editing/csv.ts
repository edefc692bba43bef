import { askJson } from "@/api/client";
import type { Json, Run, RunPage } from "@/api/types";
import type { ExportTable } from "@/charts/panels/kind";
import { loggedField, readField } from "@/project/fields";
import { fieldsParam } from "@/project/runList";
import type { TableColumn } from "../columns";

const PAGE = 10_000;

export interface RunsToExport {
  project: string;
  filter: string;
  place: string;
  sort: readonly string[];
}

/** The runs of a question, all of them, with the columns that the table shows. */
export async function exportRuns(
  question: RunsToExport,
  columns: readonly TableColumn[],
): Promise<ExportTable> {
  const fields = fieldsParam(columns.map(({ key }) => key).filter((key) => loggedField(key) !== null));
  const rows: (string | number | null)[][] = [];
  let cursor: string | null = null;
  do {
    const page: RunPage = await askJson<RunPage>("runs", { ...question, fields, cursor, limit: PAGE });
    for (const run of page.runs)
      rows.push([run.id, run.display_id, run.name, ...columns.map(({ key }) => cellOf(run, key))]);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return { columns: ["id", "display_id", "name", ...columns.map(({ key }) => key)], rows };
}

/** A value as a spreadsheet reads it: times in ISO 8601, tags with commas between them. */
function cellOf(run: Run, field: string): string | number | null {
  if (field === "tag") return run.tags.join(", ");
  if (field === "created_time") return new Date(run.created_time / 1000).toISOString();
  const own = run as unknown as Record<string, Json | undefined>;
  const value = loggedField(field) ? readField(run, field) : own[field];
  if (value === undefined || value === null) return null;
  return typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);
}

/** A table as spreadsheets take it from the clipboard: a tab between cells, no cell with more than one line. */
export const toTsv = ({ columns, rows }: ExportTable): string =>
  [columns, ...rows]
    .map((row) =>
      row
        .map((cell) => (cell === null || Number.isNaN(cell) ? "" : String(cell).replace(/[\t\r\n]+/g, " ")))
        .join("\t"),
    )
    .join("\n");
