import type { Spread } from "@/api/types";
import { formatNumber } from "@/format/number";
import { formatDuration } from "@/format/time";
import { parseSort } from "@/project/sort";
import type { TableColumn } from "../columns";

/** What is shown of a number column's values in a group. */
export type Figure = "mean" | "sure" | "median" | "min" | "max" | "ci";

export const FIGURES: readonly { value: Figure; label: string }[] = [
  { value: "mean", label: "Mean ± std" },
  { value: "sure", label: "Mean ± 95 %" },
  { value: "median", label: "Median" },
  { value: "min", label: "Min" },
  { value: "max", label: "Max" },
  { value: "ci", label: "95 % CI" },
];

const MOST_AGGREGATES = 50;
/** Digits of a spread; more would say more than it knows. */
const SPREAD_DIGITS = 2;

/** The columns of which groups show figures: of times and numbers of runs, a mean says nothing. */
export const aggregated = (columns: readonly TableColumn[]): string[] =>
  columns
    .filter(({ key, numeric, source }) => numeric && (source !== "run" || key === "duration_secs"))
    .slice(0, MOST_AGGREGATES)
    .map(({ key }) => key);

export function spreadText(field: string, spread: Spread | undefined, figure: Figure): string {
  if (!spread || spread.count === 0) return "";
  const seconds = field === "duration_secs";
  const text = (value: number | null, digits?: number): string =>
    value === null ? "" : seconds ? formatDuration(value) : formatNumber(value, digits);
  switch (figure) {
    case "mean":
      return spread.std === null
        ? text(spread.mean)
        : `${text(spread.mean)} ± ${text(spread.std, SPREAD_DIGITS)}`;
    case "sure":
      return spread.ci_high === null || spread.mean === null
        ? text(spread.mean)
        : `${text(spread.mean)} ± ${text(spread.ci_high - spread.mean, SPREAD_DIGITS)}`;
    case "ci":
      return spread.ci_low === null ? text(spread.mean) : `${text(spread.ci_low)} – ${text(spread.ci_high)}`;
    default:
      return text(spread[figure]);
  }
}

/** Everything that is known of it, for whoever looks twice. */
export function spreadTitle(field: string, spread: Spread | undefined): string {
  if (!spread || spread.count === 0) return "";
  const rows = FIGURES.map(({ value, label }) => `${label}: ${spreadText(field, spread, value)}`);
  return [`${spread.count} values`, ...rows].join("\n");
}

/** How the sort of runs orders groups: by a field that they share, or by the figure of one that is aggregated. */
export function groupSort(
  sorts: readonly string[],
  by: readonly string[],
  aggregate: readonly string[],
  figure: Figure,
): string | undefined {
  for (const sort of sorts) {
    const { column, descending } = parseSort(sort);
    const sign = descending ? "-" : "";
    if (by.includes(column)) return sign + column;
    if (aggregate.includes(column))
      return `${sign}${figure === "ci" || figure === "sure" ? "mean" : figure}:${column}`;
  }
  return undefined;
}
