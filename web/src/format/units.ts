import { formatBytes } from "./bytes";
import { formatNumber } from "./number";

/** What system metrics are measured in, as their names tell. */
export type Unit = "bytes" | "bytes/s" | "percent";

export function unitOf(metric: string): Unit | null {
  if (!metric.startsWith("sys/")) return null;
  if (metric.endsWith("_bytes")) return "bytes";
  if (metric.endsWith("_bytes_per_sec")) return "bytes/s";
  return metric.endsWith("_percent") ? "percent" : null;
}

export function formatInUnit(value: number, unit: Unit, digits = 4): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  if (unit === "percent") return `${formatNumber(value, digits)} %`;
  const size = `${value < 0 ? "\u2212" : ""}${formatBytes(Math.abs(value))}`;
  return unit === "bytes" ? size : `${size}/s`;
}

/** Steps between ticks of sizes: halves, quarters and multiples of binary units. */
export const BYTE_STEPS: readonly number[] = Array.from({ length: 54 }, (_, power) => 2 ** power);

/** A label on an axis of such values. */
export function formatUnitTick(value: number, unit: Unit): string {
  if (unit === "percent") return `${Number(value.toPrecision(6))} %`.replace("-", "\u2212");
  const text = formatBytes(Math.abs(value)).replace(/\.0(?= )/, "");
  return `${value < 0 ? "\u2212" : ""}${text}${unit === "bytes/s" ? "/s" : ""}`;
}
