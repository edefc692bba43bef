import { expect, test } from "vitest";
import { lineParams } from "../settings/params";
import { arrangeSections } from "./arrange";
import {
  addPanel,
  changePanel,
  changeSection,
  changeSettings,
  movePanel,
  removePanel,
  restoreRemoved,
} from "./edits";
import { packGrid } from "./packing";
import { readWorkspace, UNCHANGED, writeWorkspace } from "./state";

const METRICS = ["epoch", "train/a", "train/b", "train/c", "val/a"];
const NEW = {
  kind: "scatter",
  section: "val",
  title: "",
  columns: 2,
  rows: 1,
  entries: [["y", "config.lr"]],
} as const;

const layout = (workspace = UNCHANGED) =>
  arrangeSections(METRICS, workspace).map(({ name, panels }) => [name, panels.map(({ id }) => id)]);

test("an untouched workspace is the metrics under their sections, and says nothing in the address", () => {
  expect(layout()).toEqual([
    ["charts", ["epoch"]],
    ["train", ["train/a", "train/b", "train/c"]],
    ["val", ["val/a"]],
  ]);
  expect(writeWorkspace(UNCHANGED)).toEqual({ section: null, panel: null, move: null });
});

test("panels are moved, and stay there when metrics come and go", () => {
  const moved = movePanel(movePanel(UNCHANGED, "train/c", "train/a"), "train/a", null);
  expect(layout(moved)[1]).toEqual(["train", ["train/c", "train/b", "train/a"]]);
  const later = arrangeSections([...METRICS, "train/d"], moved)[1]?.panels.map(({ id }) => id);
  expect(later).toEqual(["train/c", "train/b", "train/d", "train/a"]);
  expect(arrangeSections(["train/b"], moved)[0]?.panels).toHaveLength(1);
});

test("an added panel stands in its section, a section of one's own before all", () => {
  const [one, first] = addPanel(UNCHANGED, NEW);
  const [two] = addPanel(one, { ...NEW, section: "mine" });
  const [three, third] = addPanel(two, { ...NEW, section: "train" }, "train/b");
  expect(first).toBe("1");
  expect(layout(three)).toEqual([
    ["mine", ["2"]],
    ["charts", ["epoch"]],
    ["train", ["train/a", third, "train/b", "train/c"]],
    ["val", ["val/a", "1"]],
  ]);
  expect(layout(removePanel(three, third))[2]).toEqual(["train", ["train/a", "train/b", "train/c"]]);
});

test("removed charts come back", () => {
  const removed = removePanel(removePanel(UNCHANGED, "train/a"), "epoch");
  expect(layout(removed)).toEqual([
    ["train", ["train/b", "train/c"]],
    ["val", ["val/a"]],
  ]);
  expect(layout(restoreRemoved(removed))).toEqual(layout());
});

test("all of it survives the address", () => {
  let workspace = changeSection(UNCHANGED, "tr~ain", { x: "relative", log: false });
  workspace = changeSettings(workspace, "train/a", lineParams, { sm: 0.25, yl: [0, null] });
  workspace = changePanel(workspace, "train/a", { rows: 2 });
  workspace = removePanel(workspace, "epoch");
  [workspace] = addPanel(workspace, { ...NEW, title: "a: b ~ c" });
  workspace = movePanel(movePanel(workspace, "1", "val/a"), "val/a", null);
  const text = writeWorkspace(workspace);
  expect(text.panel?.[0]).toBe("train/a~h:2~yl:0..~sm:0.25");
  expect(readWorkspace(text)).toEqual(workspace);
});

test("a setting that is unsaid leaves the address", () => {
  const said = changeSettings(UNCHANGED, "train/a", lineParams, { log: true });
  const unsaid = changeSettings(said, "train/a", lineParams, { log: undefined });
  expect(writeWorkspace(unsaid).panel).toBeNull();
  expect(
    writeWorkspace(changeSection(changeSection(UNCHANGED, "a", { sm: 0.1 }), "a", { sm: undefined })),
  ).toEqual(writeWorkspace(UNCHANGED));
});

test("panels are packed row by row around larger ones, and none overlap", () => {
  const sizes = [
    [1, 1],
    [2, 2],
    [1, 1],
    [3, 1],
    [5, 1],
    [1, 3],
    [1, 1],
  ].map(([columns = 1, rows = 1]) => ({ columns, rows }));
  const { cells, rows } = packGrid(sizes, 3);
  expect(cells.slice(0, 4).map(({ column, row }) => [column, row])).toEqual([
    [0, 0],
    [1, 0],
    [0, 1],
    [0, 2],
  ]);
  const seen = new Set<string>();
  for (const cell of cells) {
    expect(cell.column + cell.columns).toBeLessThanOrEqual(3);
    for (let c = 0; c < cell.columns; c += 1)
      for (let r = 0; r < cell.rows; r += 1) {
        const place = `${cell.column + c},${cell.row + r}`;
        expect(seen.has(place)).toBe(false);
        seen.add(place);
      }
  }
  expect(rows).toBe(Math.max(...cells.map((cell) => cell.row + cell.rows)));
});
