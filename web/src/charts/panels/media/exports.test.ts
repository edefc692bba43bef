import { expect, test } from "vitest";
import type { MediaItem } from "@/api/types";
import type { RunItems } from "@/media/registry";
import { csvFile } from "../../export/csv";
import { ITEM_COLUMNS, itemRows } from "./exports";

const item = (index: number): MediaItem => ({
  key: "val/x",
  step: 20,
  index,
  time: 0,
  type: "image",
  caption: `number ${index}`,
  sha256: "ab",
  size_bytes: 7,
  mime: "image/png",
  facts: {},
  parts: {},
});

const shown = (items: (MediaItem | undefined)[], index: number): RunItems => ({
  run: { id: "a", project: "p", name: "ada", displayId: "P-1", colour: "", dash: [], live: false },
  wanted: null,
  step: 20,
  items: items as MediaItem[],
  pin: null,
  index,
});

test("a panel of one sample a run is saved as those, another one with all that are known", () => {
  const items = [item(0), item(1), undefined, item(3)];
  const one = itemRows("val/x", shown(items, 1), "one");
  expect(one).toEqual([["ada", "a", "val/x", 20, 1, "image", "number 1", "image/png", 7, "ab", null]]);
  expect(one[0]).toHaveLength(ITEM_COLUMNS.length);
  expect(itemRows("val/x", shown([], 0), "one")).toEqual([]);
  expect(itemRows("val/x", shown(items, 1), "all").map((row) => row[4])).toEqual([0, 1, 3]);
});

test("rows that come later stand behind those that are there", async () => {
  async function* more() {
    yield [["b", 2]];
    yield [];
    yield [["c, d", null]];
  }
  const file = await csvFile({ columns: ["name", "x"], rows: [["a", 1]], more: more() });
  expect(await file.text()).toBe('name,x\r\na,1\r\nb,2\r\n"c, d",\r\n');
});
