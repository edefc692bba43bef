import type { Json } from "@/api/types";
import { formatNumber } from "./number";

/** A config or summary value in one line. */
export function formatValue(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_key, item) =>
    typeof item === "number" && !Number.isFinite(item) ? formatNumber(item) : item,
  );
}
