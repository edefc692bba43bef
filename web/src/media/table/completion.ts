import type { Completion, Json, Suggestion, TableColumn } from "@/api/types";
import { quoteField, writeValue } from "@/filter/text";
import { tokenize } from "@/filter/tokens";

const SIGNS = /^(?:=|==|!=|<=?|>=?|~|!~|matches|contains)$/i;
const JOINS = /^(?:and|or|not|\(|&&|\|\|)$/i;

/** What could stand at a place of a filter over a table's rows, which says where values are wanted. */
export type Place =
  | { kind: "column" | "join" }
  | { kind: "sign"; column: TableColumn }
  | { kind: "value"; column: TableColumn };

interface At {
  place: Place;
  /** The word that is typed, in the text. */
  start: number;
  end: number;
}

/** Whether what stands last is a word or a quotation that goes on. */
function isBegun(last: string | undefined): boolean {
  if (last === undefined || last.trim() === "" || /^[!=<>~(),]/.test(last)) return false;
  return !/^["'`]/.test(last) || last.length === 1 || !last.endsWith(last.slice(0, 1));
}

/** Where in a filter a place is. */
export function placeAt(text: string, at: number, columns: readonly TableColumn[]): At {
  const tokens = tokenize(text.slice(0, at)).map((token) => token.text);
  const typed = isBegun(tokens.at(-1)) ? (tokens.pop() ?? "") : "";
  const start = at - typed.length;
  const rest = /^[^\s=<>~!(),"'`]*/.exec(text.slice(at))?.[0] ?? "";
  const words = tokens.filter((word) => word.trim() !== "");
  const last = words.at(-1);
  const span = { start, end: at + rest.length };
  const column = (word: string | undefined) =>
    word === undefined ? undefined : columns.find(({ name }) => name === word || quoteField(name) === word);
  if (last === undefined || JOINS.test(last)) return { place: { kind: "column" }, ...span };
  if (SIGNS.test(last)) {
    const found = column(words.at(-2));
    return { place: found ? { kind: "value", column: found } : { kind: "column" }, ...span };
  }
  const found = column(last);
  if (found) return { place: { kind: "sign", column: found }, ...span };
  return { place: { kind: "join" }, ...span };
}

const SIGNS_OF = {
  number: ["<", "<=", ">", ">=", "=", "!="],
  text: ["=", "!=", "~", "in ("],
  all: ["=", "!="],
};

/** Completions there; `values` are the most frequent ones of the column, where a value is wanted. */
export function completionsAt(
  text: string,
  { place, start, end }: At,
  columns: readonly TableColumn[],
  values: readonly Json[],
): Completion {
  const typed = text.slice(start, end).replace(/^[`"]/, "").toLowerCase();
  const items: Suggestion[] =
    place.kind === "column"
      ? columns
          .filter(({ type }) => type !== "media")
          .map(({ name, type }) => ({ text: quoteField(name), kind: "field", detail: type }))
      : place.kind === "sign"
        ? SIGNS_OF[signsOf(place.column)].map((sign) => ({ text: sign, kind: "operator", detail: "" }))
        : place.kind === "value"
          ? values.map((value) => ({ text: writeValue(value), kind: "value", detail: "" }))
          : ["and", "or"].map((word) => ({ text: word, kind: "word", detail: "" }));
  const fits = items.filter((item) => item.text.replace(/^[`"]/, "").toLowerCase().includes(typed));
  return { start, end, items: fits.slice(0, 50) };
}

const signsOf = ({ type }: TableColumn): keyof typeof SIGNS_OF =>
  type === "number" || type === "integer" ? "number" : type === "text" ? "text" : "all";
