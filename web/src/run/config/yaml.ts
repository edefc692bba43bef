import type { Json } from "@/api/types";

/** Words that YAML 1.1 or 1.2 reads as something else than text, whatever their case. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|~|\.nan|[-+]?\.inf|<<|=)$/i;
/** What may stand without quotes: it begins with a letter, and nothing in it means something. */
const PLAIN = /^[A-Za-z_/][\w ./@+-]*$/;

const text = (value: string): string =>
  PLAIN.test(value) && !WORDS.test(value) && !value.endsWith(" ") ? value : JSON.stringify(value);

function scalar(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "string") return text(value);
  if (typeof value === "number") {
    if (Number.isNaN(value)) return ".nan";
    if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
    const written = String(value);
    // PyYAML takes 1e-8 for a text: it wants the point.
    return written.includes("e") && !written.includes(".") ? written.replace("e", ".0e") : written;
  }
  if (typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "[]" : "{}";
}

const isEmpty = (value: Json): boolean =>
  typeof value !== "object" || value === null || Object.keys(value).length === 0;

function lines(value: Json, indent: string): string[] {
  if (isEmpty(value)) return [indent + scalar(value)];
  if (Array.isArray(value)) {
    if (value.every((item) => isEmpty(item))) return [`${indent}[${value.map(scalar).join(", ")}]`];
    return value.flatMap((item) => {
      const [first = "", ...rest] = lines(item, `${indent}  `);
      return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
    });
  }
  return Object.entries(value as { [key: string]: Json }).flatMap(([key, item]) => {
    const [first = "", ...rest] = lines(item, `${indent}  `);
    return isEmpty(item) || (Array.isArray(item) && item.every((each) => isEmpty(each)))
      ? [`${indent}${text(key)}: ${first.trimStart()}`]
      : [`${indent}${text(key)}:`, first, ...rest];
  });
}

/** Values as YAML that PyYAML and YAML 1.2 read alike; lists of plain values stand on one line. */
export const toYamlText = (value: Json): string => `${lines(value, "").join("\n")}\n`;
