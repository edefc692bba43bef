import { expect, test } from "vitest";
import type { MediaItem } from "@/api/types";
import type { RunItems } from "@/media/registry";
import { itemsTable } from "./exports";

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
  const one = itemsTable("val/x", [shown(items, 1), shown([], 0)], "one");
  expect(one.columns).toHaveLength(11);
  expect(one.rows).toEqual([["ada", "a", "val/x", 20, 1, "image", "number 1", "image/png", 7, "ab", null]]);
  expect(itemsTable("val/x", [shown(items, 1)], "all").rows.map((row) => row[4])).toEqual([0, 1, 3]);
});
