import { expect, test } from "vitest";
import type { Json, TableColumn } from "@/api/types";
import { columnBetween, columnIs } from "@/filter/text";
import { completionsAt, placeAt } from "./completion";

const COLUMNS: TableColumn[] = [
  { name: "loss", type: "number" },
  { name: "my label", type: "text" },
  { name: "picture", type: "media" },
];

const at = (text: string, values: Json[] = []) => {
  const found = placeAt(text, text.length, COLUMNS);
  const { items, start } = completionsAt(text, found, COLUMNS, values);
  return [found.place.kind, text.slice(start), items.map((item) => item.text)];
};

test("columns, then signs, then values, then what joins conditions", () => {
  expect(at("")).toEqual(["column", "", ["loss", "`my label`"]]);
  expect(at("lo")).toEqual(["column", "lo", ["loss"]]);
  expect(at("loss ")).toEqual(["sign", "", ["<", "<=", ">", ">=", "=", "!="]]);
  expect(at("`my label` = ", ["a b", "cat"])).toEqual(["value", "", ['"a b"', "cat"]]);
  expect(at("`my label` = ca", ["a b", "cat"])).toEqual(["value", "ca", ["cat"]]);
  expect(at("loss < 1 ")).toEqual(["join", "", ["and", "or"]]);
  expect(at("loss < 1 and my")).toEqual(["column", "my", ["`my label`"]]);
  expect(at("`my la")).toEqual(["column", "`my la", ["`my label`"]]);
});

test("conditions about a column name it so that it is read as one", () => {
  expect(columnIs("not", "true")).toBe('`not` = "true"');
  expect(columnIs("config.x", null)).toBe("`config.x` = null");
  expect(columnBetween("val/acc", -1, 2.5, false)).toBe("val/acc >= -1 and val/acc < 2.5");
  expect(columnBetween("3", 1, 1, true)).toBe("`3` = 1");
});
