import type { Json } from "@/api/types";
import { isDocument, withDocument } from "./mongo";

/** How conditions are written in the filter language (docs/filters.md). */

const WORD = /^(?:[A-Za-z0-9_./:@#+%-]|[^\0-\x7f\s])+$/u;
/** Words that would be read as something else than a text. */
const READ_OTHERWISE =
  /^(and|or|not|in|null|true|false|[-+]?(nan|inf|infinity|(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)|(config|summary|summary_metrics|metrics?)\..*)$/i;

const quote = (text: string, mark: string): string =>
  mark + text.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`) + mark;

/** A field such as `config.lr` or `metrics.val/acc.max`, with backquotes where its key needs them. */
export function writeField(field: string): string {
  const [, source, key, figure] =
    /^(metrics)\.(.*)(\.[^.]*)$/s.exec(field) ?? /^(config|summary)\.(.*)$/s.exec(field) ?? [];
  if (source === undefined || key === undefined) return field;
  return `${source}.${WORD.test(key) ? key : quote(key, "`")}${figure ?? ""}`;
}

/** A value to compare a field with. */
export function writeValue(value: Json): string {
  if (typeof value === "string")
    return WORD.test(value) && !READ_OTHERWISE.test(value) ? value : quote(value, '"');
  if (typeof value === "number") return writeNumber(value);
  if (typeof value === "object" && value !== null) return quote(JSON.stringify(value), '"');
  return String(value);
}

const writeNumber = (value: number): string =>
  Number.isNaN(value) ? "nan" : String(value).replace("Infinity", "inf");

/** Words that are searched for as they stand, each by itself: runs have all of them. */
export const writeSearch = (text: string): string =>
  (text.match(/\S+/g) ?? []).map((word) => quote(word, '"')).join(" ");

/** A run's field is this value; of a list each value is one of its own, and tags are these and no others. */
export function isValue(field: string, value: Json): string {
  const values = Array.isArray(value) && (field === "tag" || field === "stage") ? value : [value];
  const write = (each: Json) => (typeof each === "number" ? writeBound(field, each) : writeValue(each));
  const conditions = values.map((each) => `${writeField(field)} = ${write(each)}`);
  if (field === "tag" && Array.isArray(value)) conditions.push(`tag_count = ${value.length}`);
  return conditions.join(" and ");
}

/** The name of a column of a table, with backquotes where it needs them. */
export const quoteField = (name: string): string =>
  WORD.test(name) && !READ_OTHERWISE.test(name) ? name : quote(name, "`");

/** A column of a table is this value. */
export const columnIs = (name: string, value: Json): string => `${quoteField(name)} = ${writeValue(value)}`;

/** A column of a table is from `low` up to `high`, which belongs to the last of several intervals. */
export function columnBetween(name: string, low: number, high: number, last: boolean): string {
  if (low === high) return columnIs(name, low);
  const field = quoteField(name);
  return `${field} >= ${writeNumber(low)} and ${field} ${last ? "<=" : "<"} ${writeNumber(high)}`;
}

/** From `low` up to `high`; the last of several intervals includes its end. */
export function isBetween(field: string, low: number, high: number, last: boolean): string {
  if (low === high) return isValue(field, low);
  const name = writeField(field);
  return `${name} >= ${writeBound(field, low)} and ${name} ${last ? "<=" : "<"} ${writeBound(field, high)}`;
}

/** A number that the field is compared with; of a time, which is in microseconds, the moment. */
function writeBound(field: string, value: number): string {
  if (!/^(created|ended|updated)_time$/.test(field)) return writeNumber(value);
  const micros = Math.ceil(value);
  const fraction = String(micros % 1e6).padStart(6, "0");
  return `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19)}.${fraction}Z`;
}

/** A filter that says both; either may be empty. */
export function both(filter: string, condition: string): string {
  const known = filter.trim();
  if (known === "" || condition === "") return known || condition;
  if (isDocument(known)) return withDocument(known, condition);
  return `${hasOr(known) ? `(${known})` : known} and ${condition}`;
}

/** A filter with a condition about a field begun behind it, for a person to go on with. */
export function begun(filter: string, field: string): string {
  if (!isDocument(filter)) return `${both(filter, writeField(field))} `;
  const rest = filter.trimEnd().replace(/\s*\}$/, "");
  return `${rest}${rest.endsWith("{") ? "" : ", "}${JSON.stringify(field)}: `;
}

/** `or` binds less tightly than `and`. An `or` within quotes or parentheses costs no more than parentheses too many. */
const hasOr = (filter: string): boolean => /(^|[\s)"'`])or($|[\s("'`])|\|\|/i.test(filter);
