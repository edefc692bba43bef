import { expect, test } from "vitest";
import type { TableColumn } from "@/api/types";
import { blockAt, blockRows } from "./blocks";
import { columnWidths, formatCell, mediaCell, nextSort, parseCell, parseSort } from "./table";

const COLUMNS: TableColumn[] = [
  { name: "label", type: "text" },
  { name: "-odd", type: "number" },
];

test("an order is read from an address, and one by a column that is gone is none", () => {
  expect(parseSort("label", COLUMNS)).toEqual({ column: "label", descending: false });
  expect(parseSort("-label", COLUMNS)).toEqual({ column: "label", descending: true });
  expect(parseSort("gone", COLUMNS)).toBeNull();
  expect(parseSort(null, COLUMNS)).toBeNull();
});

test("a column's head goes through ascending, descending and as logged", () => {
  const first = nextSort(null, "label");
  const second = nextSort(parseSort(first, COLUMNS), "label");
  expect([first, second, nextSort(parseSort(second, COLUMNS), "label")]).toEqual(["label", "-label", null]);
  expect(nextSort({ column: "other", descending: true }, "label")).toBe("label");
});

test("columns are as wide as their first rows need, within limits", () => {
  expect(columnWidths(COLUMNS, [["x".repeat(90), 1]])).toEqual([48, 6]);
});

test("media in cells are told from plain values, with the blobs that belong to them", () => {
  const part = { sha256: "a".repeat(64), size_bytes: 3, mime: "image/png" };
  const parts = { "cell/0": part, "cell/0/mask/truth": part, "cell/01": part };
  expect(mediaCell({ media: "image", part: "cell/0", caption: "cat", facts: { width: 2 } }, parts)).toEqual({
    type: "image",
    caption: "cat",
    facts: { width: 2 },
    part,
    parts: { "mask/truth": part },
  });
  expect(mediaCell({ media: "histogram", facts: {} }, parts)).toMatchObject({
    type: "histogram",
    part: null,
  });
  expect(mediaCell({ a: 1 }, parts)).toBeNull();
  expect(mediaCell([1], parts)).toBeNull();
});

test("an open cell survives the address", () => {
  const cell = { run: "a:b@c", row: 12, column: 3 };
  expect(parseCell(formatCell(cell))).toEqual(cell);
  expect(parseCell(formatCell({ ...cell, run: "" }))).toEqual({ ...cell, run: "" });
  expect(parseCell("nonsense")).toBeNull();
  expect(parseCell("1:2:%")).toBeNull();
});

test("a long table goes on in blocks, each of rows that a scrollbar can say", () => {
  expect(blockAt(0, 500, 28)).toEqual({ first: 0, rows: 500 });
  expect(blockRows(28)).toBe(200_000);
  expect(blockAt(0, 1_000_000, 28)).toEqual({ first: 0, rows: 200_000 });
  expect(blockAt(999_999, 1_000_001, 28)).toEqual({ first: 800_000, rows: 200_000 });
  expect(blockAt(5_000_000, 1_000_001, 28)).toEqual({ first: 1_000_000, rows: 1 });
  expect(blockAt(0, 0, 28)).toEqual({ first: 0, rows: 0 });
});
