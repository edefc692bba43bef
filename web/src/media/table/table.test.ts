import { expect, test } from "vitest";
import type { MediaItem, TableColumn } from "@/api/types";
import { columnWidths, mediaCell, nextSort, parseSort } from "./table";

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

test("media in cells are told from plain values", () => {
  const part = { sha256: "a".repeat(64), size_bytes: 3, mime: "image/png" };
  const item = { parts: { "cell/0": part } } as unknown as MediaItem;
  expect(mediaCell({ media: "image", part: "cell/0", caption: "cat" }, item)).toEqual({
    type: "image",
    caption: "cat",
    part,
  });
  expect(mediaCell({ media: "histogram", facts: {} }, item)).toEqual({
    type: "histogram",
    caption: null,
    part: null,
  });
  expect(mediaCell({ a: 1 }, item)).toBeNull();
  expect(mediaCell([1], item)).toBeNull();
});
