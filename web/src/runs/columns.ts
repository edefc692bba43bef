import type { Columns, Json, Run } from "@/api/types";
import { isSystem } from "@/charts/sections";
import { formatValue } from "@/format/value";

/** One column of the table of runs. Its key is also how the API sorts by it. */
export interface TableColumn {
  key: string;
  label: string;
  /** Where it comes from: the run itself, its config or its summary. */
  source: "run" | "config" | "summary";
  numeric: boolean;
  sortable: boolean;
  width: number;
}

const own = (key: string, label: string, width: number, numeric = false, sortable = true): TableColumn => ({
  key,
  label,
  source: "run",
  numeric,
  sortable,
  width,
});

export const OWN_COLUMNS: readonly TableColumn[] = [
  own("state", "State", 104),
  own("created_time", "Created", 112, true),
  own("duration_secs", "Duration", 96, true),
  own("tags", "Tags", 160, false, false),
  own("project", "Project", 180, false, false),
  own("number", "Number", 76, true),
  own("group", "Group", 110, false, false),
  own("notes", "Notes", 220, false, false),
  own("host", "Host", 110, false, false),
];

const DEFAULT_OWN = ["state", "created_time", "duration_secs", "tags"];
const DEFAULT_CONFIG = 8;
const DEFAULT_SUMMARY = 12;
const WIDTH = { min: 92, max: 200, perLetter: 7, around: 34 };

export function allColumns(columns: Columns | undefined): TableColumn[] {
  const logged = (source: "config" | "summary") =>
    (columns?.[source] ?? []).map(
      ({ key, type }): TableColumn => ({
        key: `${source}.${key}`,
        label: key,
        source,
        numeric: type === "number",
        sortable: true,
        width: Math.min(WIDTH.max, Math.max(WIDTH.min, key.length * WIDTH.perLetter + WIDTH.around)),
      }),
    );
  return [...OWN_COLUMNS, ...logged("summary"), ...logged("config")];
}

/** What the table shows before the reader chooses: results first, then what was set. */
export function defaultColumns(columns: readonly TableColumn[]): string[] {
  const first = (source: "config" | "summary", limit: number) =>
    columns
      .filter((column) => column.source === source && !isSystem(column.label))
      .slice(0, limit)
      .map(({ key }) => key);
  return [...DEFAULT_OWN, ...first("summary", DEFAULT_SUMMARY), ...first("config", DEFAULT_CONFIG)];
}

/** The text of a cell whose column comes from config or summary. */
export function loggedText(run: Run, column: TableColumn): string {
  const values: Record<string, Json> = column.source === "config" ? run.config : run.summary;
  return formatValue(values[column.label]);
}
