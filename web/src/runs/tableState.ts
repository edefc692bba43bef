import type { Json } from "@/api/types";
import { runListView } from "@/project/runList";
import { readView, searchView, type ViewState, writeView } from "@/route/search";
import { baselineView } from "./baseline/baselines";
import type { Widths } from "./columnWidths";
import { groupingView } from "./grouping/view";
import { placeView } from "./places/view";
import { seedsView } from "./seeds/useSeeds";
import { columnsView } from "./useTableColumns";

/** What the address of the table of runs says of it; runs that are shown in charts and groups that are open are no part of it. */
const { open: _open, ...groups } = groupingView;
export const tableView = searchView({
  ...runListView,
  ...columnsView,
  ...groups,
  ...seedsView,
  ...placeView,
  ...baselineView,
});

/**
 * The state of the table of runs as plain JSON, for a saved view: columns in their order with widths and pins, sort, filter,
 * grouping, seeds, place and baselines. What is as it is by itself is left out.
 */
export interface TableState {
  filter?: string;
  sort?: string[];
  columns?: string[];
  pinned?: string[];
  widths?: Widths;
  group?: string[];
  figure?: string;
  seeds?: boolean;
  seed_keys?: string[];
  place?: string;
  under?: string;
  differences?: boolean;
  baselines_on_top?: boolean;
}

/** The parameter of the address that says each part. */
const PARAMS = {
  filter: "filter",
  sort: "sort",
  columns: "col",
  pinned: "pin",
  widths: "width",
  group: "group",
  figure: "fig",
  seeds: "seeds",
  seed_keys: "seed",
  place: "place",
  under: "under",
  differences: "diff",
  baselines_on_top: "top",
} as const satisfies Record<keyof TableState, keyof typeof tableView>;

type Part = keyof typeof PARAMS;
const PARTS = Object.keys(PARAMS) as Part[];

/** What an address says of the table. */
export function tableStateOf(search: string): TableState {
  const said = readView(tableView, search);
  const written = new URLSearchParams(writeView(tableView, search, said));
  const parts = PARTS.filter((part) => written.has(PARAMS[part])).map((part) => [part, said[PARAMS[part]]]);
  return Object.fromEntries(parts) as TableState;
}

/** The address with the table in this state; what it says of anything else stays. */
export function tableSearch(state: TableState, search = ""): string {
  const change: Record<string, unknown> = {};
  for (const part of PARTS) change[PARAMS[part]] = state[part] ?? tableView[PARAMS[part]].fallback;
  return writeView(tableView, search, change as Partial<ViewState<typeof tableView>>);
}

/** A state that was saved, perhaps by another version: parts that make no sense are left out. null where nothing does. */
export function readTableState(saved: Json | undefined): TableState | null {
  if (typeof saved !== "object" || saved === null || Array.isArray(saved)) return null;
  const kinds: Record<Part, (value: Json | undefined) => boolean> = {
    filter: isText,
    sort: isTexts,
    columns: isTexts,
    pinned: isTexts,
    widths: isWidths,
    group: isTexts,
    figure: isText,
    seeds: isTruth,
    seed_keys: isTexts,
    place: isText,
    under: isText,
    differences: isTruth,
    baselines_on_top: isTruth,
  };
  const parts = PARTS.filter((part) => kinds[part](saved[part])).map((part) => [part, saved[part]]);
  // Through the address and back: what no table can have falls away.
  return tableStateOf(tableSearch(Object.fromEntries(parts) as TableState));
}

const isText = (value: Json | undefined): boolean => typeof value === "string";
const isTruth = (value: Json | undefined): boolean => typeof value === "boolean";
const isTexts = (value: Json | undefined): boolean => Array.isArray(value) && value.every(isText);
const isWidths = (value: Json | undefined): boolean =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(Number.isFinite);
