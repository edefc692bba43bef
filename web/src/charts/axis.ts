import type { XAxis } from "@/api/types";
import { formatCount, formatNumber } from "@/format/number";
import { formatDateTime, formatDuration } from "@/format/time";

/** What a line chart has on its x axis: what points are logged with, or a metric of the same rows. */
export type ChartX = XAxis | `metric:${string}`;

/** The metric on an x axis; null where that is the step or a time. */
export const metricOf = (x: ChartX): string | null => (x.startsWith("metric:") ? x.slice(7) : null);

/** Whether x is a time that is counted from the beginning of the run. */
export const isDuration = (x: ChartX): boolean => x === "relative" || x === "runtime";

/** Whether x is a time: in seconds on charts, in microseconds in the API. */
export const isTime = (x: ChartX): boolean => isDuration(x) || x === "time";

/** Charts draw steps and metrics as they are and times in seconds; the API speaks microseconds. */
export const unitsPerSecond = (x: ChartX): number => (isTime(x) ? 1e6 : 1);

const AXIS_LABEL: Record<XAxis, string> = {
  step: "step",
  relative: "relative time",
  runtime: "runtime without pauses",
  time: "wall time",
};

export const axisLabel = (x: ChartX): string => metricOf(x) ?? AXIS_LABEL[x as XAxis];

export function formatX(x: ChartX, value: number): string {
  switch (x) {
    case "step":
      return `step ${formatCount(Number.isInteger(value) ? value : Math.round(value))}`;
    case "relative":
    case "runtime":
      return formatDuration(value);
    case "time":
      return formatDateTime(value * 1e6);
    default:
      return `${metricOf(x)} ${formatNumber(value, 6)}`;
  }
}

const MAX_TICKS = 1000;

/**
 * The multiples of `step` between two ends. Where the chart knows no step (it has no width yet, or the interval is beyond
 * all steps) the ends alone: uPlot would count on for ever.
 */
export function ticksBetween(low: number, high: number, step: number): number[] {
  if (!(step > 0) || !((high - low) / step < MAX_TICKS)) return [low, high];
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k += 1) {
    ticks.push(Number((k * step).toPrecision(12)) + 0);
  }
  return ticks;
}
