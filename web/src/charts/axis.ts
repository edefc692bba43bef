import type { XAxis } from "@/api/types";
import { formatCount } from "@/format/number";
import { formatDateTime, formatDuration } from "@/format/time";

/** Charts draw steps as they are and times in seconds; the API speaks microseconds. */
export const unitsPerSecond = (x: XAxis): number => (x === "step" ? 1 : 1e6);

export const AXIS_LABEL: Record<XAxis, string> = {
  step: "step",
  relative: "relative time",
  time: "wall time",
};

export function formatX(x: XAxis, value: number): string {
  switch (x) {
    case "step":
      return Number.isInteger(value)
        ? `step ${formatCount(value)}`
        : `step ${formatCount(Math.round(value))}`;
    case "relative":
      return formatDuration(value);
    case "time":
      return formatDateTime(value * 1e6);
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
