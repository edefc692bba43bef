import { expect, test } from "vitest";
import type { Json } from "@/api/types";
import { readTableState, type TableState, tableSearch, tableStateOf } from "./tableState";

const FULL: TableState = {
  filter: 'config.lr < 1e-3 and tag = "needs review"',
  sort: ["-summary.val/acc", "name"],
  columns: ["state", "summary.val/acc", "metrics.a:b.max"],
  pinned: ["summary.val/acc"],
  widths: { state: 120, "metrics.a:b.max": 300 },
  group: ["config.model", "config.lr"],
  figure: "median",
  seeds: true,
  seed_keys: ["seed", "fold"],
  place: "archived",
  under: "cv/resnet",
  differences: true,
  baselines_on_top: true,
};

test("the whole state survives the address, JSON and the way back", () => {
  const saved = JSON.parse(JSON.stringify(FULL)) as Json;
  const state = readTableState(saved);
  expect(state).toEqual(FULL);
  expect(tableStateOf(tableSearch(state ?? {}))).toEqual(FULL);
});

test("a table that is as it is by itself says nothing", () => {
  expect(tableStateOf("run=a&place=active&view=k3")).toEqual({});
  expect(tableSearch({})).toBe("");
});

test("a state takes the place of the one before and leaves the rest of the address", () => {
  const search = tableSearch({ group: ["state"] }, "run=a&filter=x&width=state:90&col=tag");
  expect(Object.fromEntries(new URLSearchParams(search))).toEqual({ run: "a", group: "state" });
});

test("no columns at all is a choice", () => {
  expect(tableStateOf(tableSearch({ columns: [] }))).toEqual({ columns: [] });
});

test("what another version saved is read as far as it makes sense", () => {
  expect(
    readTableState({
      filter: 3,
      columns: ["a", 1],
      figure: "mode",
      widths: { a: 90.4, b: 1e9 },
      group: ["x"],
      unknown: 1,
    }),
  ).toEqual({ widths: { a: 90, b: 800 }, group: ["x"] });
  for (const none of [null, 3, "x", [], undefined]) expect(readTableState(none)).toBeNull();
});
