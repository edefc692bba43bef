import type { Json } from "@/api/types";

/** Indented JSON in which NaN and Infinity are words, as Python writes and reads them. */
export function toJsonText(value: Json, indent = ""): string {
  if (typeof value !== "object" || value === null)
    return typeof value === "number" ? String(value) : JSON.stringify(value);
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => toJsonText(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${toJsonText(item, inner)}`);
  const [left, right] = Array.isArray(value) ? "[]" : "{}";
  if (items.length === 0) return `${left}${right}`;
  return `${left}\n${items.map((item) => inner + item).join(",\n")}\n${indent}${right}`;
}
