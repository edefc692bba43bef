import type { CompareRow, Json } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { formatExact, formatNumber } from "@/format/number";
import { formatDateTime, formatDuration } from "@/format/time";
import { formatInUnit, unitOf } from "@/format/units";
import { formatValue } from "@/format/value";
import type { SectionName } from "./sections";

/** What a run has for a key, beside what the reference has. */
export interface Cell {
  /** `same` as the reference, which itself is `reference`; `added` where only the run has the key, `removed` where only the reference has. */
  kind: "reference" | "same" | "changed" | "added" | "removed" | "missing";
  text: string;
  /** All digits, or all of a text. */
  whole: string;
  /** The difference to the reference in words: `+0.09 · ×10`. Empty where there is none to tell. */
  difference: string;
  direction: "up" | "down" | null;
}

export function cellOf(section: SectionName, row: CompareRow, at: number, reference: number): Cell {
  const missing = row.missing.includes(at);
  const kind = kindOf(row, at, reference, missing);
  if (missing) return { kind, text: "", whole: "", difference: "", direction: null };
  const value = row.values[at] as Json;
  const { text, whole } = written(section, row.key, value);
  const distance = kind === "changed" ? (row.distances[at] ?? null) : null;
  if (distance === null) return { kind, text, whole, difference: "", direction: null };
  // How many times as late means nothing.
  const ratio = isTime(section, row.key) ? null : (row.ratios[at] ?? null);
  const told = [signed(section, row.key, distance), ...(ratio === null ? [] : [`×${rounded(ratio)}`])];
  return { kind, text, whole, difference: told.join(" · "), direction: distance > 0 ? "up" : "down" };
}

function kindOf(row: CompareRow, at: number, reference: number, missing: boolean): Cell["kind"] {
  if (at === reference) return missing ? "missing" : "reference";
  if (!row.changed.includes(at)) return missing ? "missing" : "same";
  if (missing) return "removed";
  return row.missing.includes(reference) ? "added" : "changed";
}

/** Times, durations and sizes among the facts are told as such; all else stands as it was logged. */
function written(section: SectionName, key: string, value: Json): { text: string; whole: string } {
  if (typeof value === "number") {
    const told = inUnits(section, key, value);
    return { text: told ?? short(value), whole: formatExact(value) };
  }
  const isList = section === "facts" && Array.isArray(value);
  const text = value === null ? "null" : isList ? value.join(", ") : formatValue(value);
  return { text, whole: text };
}

const isTime = (section: SectionName, key: string): boolean => section === "facts" && key.endsWith("_time");

function inUnits(section: SectionName, key: string, value: number): string | null {
  if (isTime(section, key)) return formatDateTime(value);
  if (section === "facts" && key.endsWith("_secs")) return formatDuration(value);
  if (section === "environment" && key.endsWith("_bytes")) return formatBytes(value);
  const unit = section === "summary" || section === "metrics" ? unitOf(metricOf(section, key)) : null;
  return unit === null ? null : formatInUnit(value, unit);
}

/** Rows of metrics are figures: `sys/cpu_percent.max`. */
const metricOf = (section: SectionName, key: string): string =>
  section === "metrics" ? key.replace(/\.(last|min|max)$/, "") : key;

function signed(section: SectionName, key: string, distance: number): string {
  const size = Math.abs(distance);
  const told = isTime(section, key)
    ? formatDuration(size / 1e6)
    : (inUnits(section, key, size) ?? rounded(size));
  return (distance > 0 ? "+" : "\u2212") + told;
}

/** All digits where they are few. */
const SHORT = 9;
const short = (value: number): string => {
  const exact = formatExact(value);
  return exact.length <= SHORT ? exact : formatNumber(value, 5);
};

/** Three digits, and no zeros that say nothing; whole numbers keep all of theirs. */
const rounded = (value: number): string =>
  Number.isInteger(value) ? formatNumber(value) : formatExact(Number(value.toPrecision(3)));
