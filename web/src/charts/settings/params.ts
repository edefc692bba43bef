import type { XAxis } from "@/api/types";
import { choice, flag, number, type Param, searchView, text, type ViewState } from "@/route/search";
import type { ChartX } from "../axis";

const AXES: readonly XAxis[] = ["step", "relative", "runtime", "time"];

/** `step`, `relative`, `time` or `metric:epoch`. */
const axis = (): Param<ChartX> => ({
  fallback: "step",
  read: ([value]) =>
    value?.startsWith("metric:") && value.length > 7
      ? (value as ChartX)
      : AXES.find((option) => option === value),
  write: (value) => [value],
});

/** Two ends, either of which may be open. */
export type Limits = readonly [low: number | null, high: number | null];

export const OPEN: Limits = [null, null];

export const isOpen = ([low, high]: Limits): boolean => low === null && high === null;

const end = (part: string | undefined): number | null | undefined => {
  if (part === undefined || part === "") return null;
  const value = Number(part);
  return Number.isFinite(value) ? value : undefined;
};

/** `0..1`, `..5` or `0.1..`; `..` is everything. */
export const limits = (): Param<Limits> => ({
  fallback: OPEN,
  read: ([value]) => {
    const parts = value?.split("..");
    if (parts?.length !== 2) return undefined;
    const low = end(parts[0]);
    const high = end(parts[1]);
    if (low === undefined || high === undefined) return undefined;
    return low !== null && high !== null && low >= high ? undefined : [low, high];
  },
  write: ([low, high]) => [`${low ?? ""}..${high ?? ""}`],
});

export const SMOOTHINGS = ["ema", "gaussian", "mean"] as const;
export type SmoothingKind = (typeof SMOOTHINGS)[number];

export const SPREADS = ["std", "stderr", "ci", "minmax", "iqr", "none"] as const;
export type Spread = (typeof SPREADS)[number];

export const BANDS = ["auto", "on", "off"] as const;

/**
 * How lines are drawn: for the whole page, for a section, for one chart; what the closer one does not say, the wider one
 * does. The names are those of the address.
 */
export const lineParams = searchView({
  x: axis(),
  logx: flag(),
  log: flag(),
  /** Limits of x, in steps, microseconds or the unit of the metric. */
  xl: limits(),
  yl: limits(),
  /** How strongly lines are smoothed, 0 for not. */
  sm: number(0, 0, 0.99),
  smk: choice(SMOOTHINGS),
  /** Values far beyond the others do not widen the y axis. */
  clip: flag(),
  /** Where the stages of a run begin, on the charts of one run and for the highlighted one. */
  stages: flag(true),
  /** The envelope of each line: `auto` where lines are few. */
  bands: choice(BANDS),
  /** One line for all runs with the same value of this field. */
  by: text(),
  /** What the band around a group's line is. */
  spread: choice(SPREADS),
  /** Fields that give lines their colours and dashes. */
  colour: text(),
  dash: text(),
  /** A chart for each value of this field. */
  facet: text(),
  /** Comments are not marked where they are about. */
  unmarked: flag(),
  legend: flag(),
  /** What lines are called: `{name} lr {config.lr}`; empty for their runs' names. */
  label: text(),
});

export type LineSettings = ViewState<typeof lineParams>;
export const LINE_KEYS = Object.keys(lineParams) as (keyof LineSettings)[];

/** The settings of a chart: its own before its section's before the page's. */
export function inherit<S extends object>(page: S, ...closer: readonly Partial<S>[]): S {
  const settings = { ...page };
  for (const part of closer) {
    for (const key in part) if (part[key] !== undefined) settings[key] = part[key] as S[typeof key];
  }
  return settings;
}

/** Who says a setting: the chart itself, its section, the page, or nobody. */
export type Source = "panel" | "section" | "page" | "default";

export function sourceOf<S extends object>(
  key: keyof S,
  page: S,
  fallback: S,
  section: Partial<S>,
  panel: Partial<S> | null,
): Source {
  if (panel?.[key] !== undefined) return "panel";
  if (section[key] !== undefined) return "section";
  return JSON.stringify(page[key]) === JSON.stringify(fallback[key]) ? "default" : "page";
}
