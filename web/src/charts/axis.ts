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
