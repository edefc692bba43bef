import type { Json } from "@/api/types";
import { formatExact, formatNumber } from "@/format/number";
import { formatDateTime, formatDuration } from "@/format/time";
import { formatValue } from "@/format/value";

/** A value of any field in one line; null, which stands for none, in words. */
export function fieldText(field: string, value: Json): string {
  if (value === null) return "none";
  if (typeof value === "number" && field.endsWith("_time")) return formatDateTime(value);
  if (typeof value === "number" && field === "duration_secs") return formatDuration(value);
  if (typeof value === "number") return shortNumber(value);
  if ((field === "tag" || field === "stage") && Array.isArray(value)) return value.join(", ");
  return value === "" ? "(empty)" : formatValue(value);
}

const SHORT = 9;

/** What was set is mostly short, and then it is said as it was set: 0.0001. */
function shortNumber(value: number): string {
  const exact = formatExact(value);
  return exact.length <= SHORT ? exact : formatNumber(value);
}
