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

/** A label on an axis of such values; ticks `step` apart are told apart. */
export function formatUnitTick(value: number, step: number, unit: Unit): string {
  const sign = value < 0 ? "\u2212" : "";
  const size = Math.abs(value);
  if (unit === "percent") return `${sign}${Number(size.toPrecision(6))} %`;
  const power = size < 1 ? 0 : Math.min(POWERS.length - 1, Math.floor(Math.log2(size) / 10 + 1e-9));
  const scale = 1024 ** power;
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step / scale) - 1e-9)));
  return `${sign}${Number((size / scale).toFixed(decimals))} ${POWERS[power]}${unit === "bytes/s" ? "/s" : ""}`;
}

const POWERS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
