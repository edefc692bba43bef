import type { Column, Columns } from "@/api/types";
import { isSystem } from "@/charts/sections";
import type { LoggedSource } from "@/project/fields";

/** One column of the table of runs. */
export interface TableColumn {
  /** The field that it shows, as the API spells it. */
  key: string;
  label: string;
  /** Where it comes from: the run itself, or what was logged. */
  source: "run" | LoggedSource;
  numeric: boolean;
  width: number;
  /** How many runs have it, where that is known. */
  runs?: number;
}

const own = (key: string, label: string, width: number, numeric = false): TableColumn => ({
  key,
  label,
  source: "run",
  numeric,
  width,
});

const OWN_COLUMNS: readonly TableColumn[] = [
  own("state", "State", 104),
  own("created_time", "Created", 112, true),
  own("duration_secs", "Duration", 96, true),
  own("tag", "Tags", 160),
  own("project", "Project", 180),
  own("number", "Number", 84, true),
  own("group", "Group", 110),
  own("job_type", "Job type", 110),
  own("notes", "Notes", 220),
  own("host", "Host", 110),
];

const DEFAULT_OWN = ["state", "created_time", "duration_secs", "tag"];
const DEFAULT_CONFIG = 8;
const DEFAULT_SUMMARY = 12;
/** What is known of every metric of a run, beside its last value, which is in the summary. */
const FIGURES = ["min", "max", "mean", "last", "count", "min_step", "max_step"];
export const WIDTH = { min: 56, narrow: 92, wide: 200, max: 800, perLetter: 7, around: 44 };

/** Every column that the runs of a project could have: their own, then results, then what was set. */
export function allColumns(columns: Columns | undefined): TableColumn[] {
  const summary = columns?.summary ?? [];
  const metrics = summary.filter(({ type }) => type === "number");
  return [
    ...OWN_COLUMNS,
    ...bestColumns(columns?.primary_metrics ?? []),
    ...summary.map((column) => logged("summary", column)),
    ...(columns?.config ?? []).map((column) => logged("config", column)),
    ...metrics.flatMap((column) =>
      FIGURES.map((figure) =>
        logged("metrics", { ...column, key: `${column.key}.${figure}` }, `${column.key} · ${figure}`),
      ),
    ),
  ];
}

/** What runs are judged by: its best value and the step that has it; there where a script named such a metric. */
function bestColumns(metrics: readonly string[]): TableColumn[] {
  if (metrics.length === 0) return [];
  // With several the cell says which.
  const label = metrics.length === 1 ? `Best ${metrics[0]}` : "Best";
  const width = label.length * WIDTH.perLetter + WIDTH.around;
  return [
    own("best", label, Math.min(WIDTH.wide, Math.max(WIDTH.narrow, width)), true),
    own("best_step", "Best step", WIDTH.narrow, true),
  ];
}

function logged(source: LoggedSource, { key, type, runs }: Column, label = key): TableColumn {
  const width = label.length * WIDTH.perLetter + WIDTH.around;
  return {
    key: `${source}.${key}`,
    label,
    source,
    numeric: type === "number",
    width: Math.min(WIDTH.wide, Math.max(WIDTH.narrow, width)),
    runs,
  };
}

/** What the table shows before the reader chooses: results first, then what was set. */
export function defaultColumns(columns: readonly TableColumn[]): string[] {
  const first = (source: "config" | "summary", limit: number) =>
    columns
      .filter((column) => column.source === source && !isSystem(column.label))
      .slice(0, limit)
      .map(({ key }) => key);
  const best = columns.filter(({ key }) => key === "best").map(({ key }) => key);
  return [...DEFAULT_OWN, ...best, ...first("summary", DEFAULT_SUMMARY), ...first("config", DEFAULT_CONFIG)];
}

/**
 * The columns of these keys, the pinned ones first; a key that no run has any more is left out. Numbers have `room` at
 * least, and so has the state, of which a group has several, unless the reader has chosen a width.
 */
export function arrangeColumns(
  all: readonly TableColumn[],
  keys: readonly string[],
  pinned: readonly string[],
  widths: Readonly<Record<string, number>>,
  room = 0,
): TableColumn[] {
  // A few of tens of thousands.
  const wanted = new Set([...pinned, ...keys]);
  const known = new Map<string, TableColumn>();
  for (const column of all) if (wanted.has(column.key)) known.set(column.key, column);
  const isPinned = new Set(pinned);
  const order = [...pinned.filter((key) => keys.includes(key)), ...keys.filter((key) => !isPinned.has(key))];
  return order.flatMap((key) => {
    const column = known.get(key);
    if (!column) return [];
    const width = widths[key] ?? Math.max(column.width, roomOf(column, room));
    return [{ ...column, width }];
  });
}

/** The keys with one of them put before another, or behind all with null. */
export function moveColumn(keys: readonly string[], key: string, before: string | null): string[] {
  if (key === before) return [...keys];
  const rest = keys.filter((each) => each !== key);
  const place = before === null ? rest.length : rest.indexOf(before);
  return rest.toSpliced(place < 0 ? rest.length : place, 0, key);
}

/** Two states of a group with their words. */
const STATES_ROOM = 164;

function roomOf({ key, numeric }: TableColumn, room: number): number {
  if (key === "state") return room > 0 ? STATES_ROOM : 0;
  return numeric ? room : 0;
}
