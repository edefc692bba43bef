import { expect, test } from "vitest";
import { asTable, nextSort, numericColumns, parseSort, sortRows } from "./table";

const rows = [[3], [Number.NaN], [1], [null], [Number.POSITIVE_INFINITY], ["b"], ["a10"], ["a9"]];
const sorted = (descending: boolean) => sortRows(rows, { column: 0, descending }).map((row) => row[0]);

test("rows sort by value, and what is none comes last", () => {
  expect(sorted(false)).toEqual([1, 3, Number.POSITIVE_INFINITY, "a9", "a10", "b", Number.NaN, null]);
  expect(sorted(true)).toEqual([Number.POSITIVE_INFINITY, 3, 1, "b", "a10", "a9", Number.NaN, null]);
});

test("columns of numbers are known as such", () => {
  const table = {
    columns: ["a", "b", "c"],
    rows: [
      [1, "x", null],
      [Number.NaN, 2, null],
    ],
  };
  expect(numericColumns(table)).toEqual([true, false, false]);
});

test("a head goes round through three orders", () => {
  const columns = ["class", "recall"];
  expect(nextSort(null, 1, columns)).toBe("recall");
  expect(nextSort(parseSort("recall", columns), 1, columns)).toBe("-recall");
  expect(nextSort(parseSort("-recall", columns), 1, columns)).toBeNull();
  expect(nextSort(parseSort("-recall", columns), 0, columns)).toBe("class");
  expect(parseSort("gone", columns)).toBeNull();
});

test("what is no table is none", () => {
  expect(asTable({ columns: ["a"], rows: [[1]] })).toEqual({ columns: ["a"], rows: [[1]] });
  expect(asTable([1])).toBeNull();
  expect(asTable(null)).toBeNull();
});
