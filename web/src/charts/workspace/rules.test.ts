import { expect, test } from "vitest";
import { lineParams } from "../settings/params";
import { chartsPage } from "../views/document";
import { arrangeSections } from "./arrange";
import { addPanel, changeSection, changeSettings, movePanel, removePanel, restoreRemoved } from "./edits";
import { addRule, changeRule, gatheredId, moveRule, removeRule } from "./rules";
import { readWorkspace, UNCHANGED, type Workspace, writeWorkspace } from "./state";

const METRICS = ["train/acc", "train/loss", "val/loss"];
const TEXT = { kind: "text", section: "Losses", title: "", columns: 1, rows: 1, entries: [] } as const;

const LOSSES = addRule(UNCHANGED, { name: "Losses", pattern: "loss$" });
const BOTH = addRule(LOSSES, { name: "Nothing", pattern: "^nothing" });

const own = (metric: string) => gatheredId("Losses", metric);

const layout = (workspace: Workspace, metrics = METRICS) =>
  arrangeSections(metrics, workspace).map(({ name, panels }) => [
    name,
    panels.map(({ id, metric }) => (id === metric || metric === null ? id : `+${metric}`)),
  ]);

test("a section gathers the charts of what matches, now and later, besides their own sections", () => {
  expect(layout(BOTH)).toEqual([
    ["Losses", ["+train/loss", "+val/loss"]],
    ["Nothing", []],
    ["train", ["train/acc", "train/loss"]],
    ["val", ["val/loss"]],
  ]);
  expect(arrangeSections(METRICS, BOTH).map(({ rule }) => rule?.found)).toEqual([2, 0, undefined, undefined]);
  expect(layout(BOTH, ["nothing/yet", ...METRICS, "test/loss"])[0]?.[1]).toHaveLength(3);
  expect(layout(BOTH, ["nothing/yet"])[1]).toEqual(["Nothing", ["+nothing/yet"]]);
});

test("a gathered chart has a place and settings of its own, and is removed by itself", () => {
  let workspace = changeSettings(LOSSES, own("train/loss"), lineParams, { log: true });
  workspace = movePanel(workspace, own("val/loss"), own("train/loss"));
  const [losses, train] = arrangeSections(METRICS, workspace);
  expect(losses?.panels.map(({ metric }) => metric)).toEqual(["val/loss", "train/loss"]);
  expect(losses?.panels[1]?.change?.entries).toEqual([["log", "1"]]);
  expect(train?.panels.map(({ change }) => change)).toEqual([null, null]);
  const removed = removePanel(removePanel(workspace, own("train/loss")), own("val/loss"));
  expect(layout(removed).slice(0, 2)).toEqual([
    ["Losses", []],
    ["train", ["train/acc", "train/loss"]],
  ]);
  expect(layout(restoreRemoved(removed))).toEqual(layout(workspace));
});

test("rules survive the address and saved views, in their order and with signs of any kind", () => {
  let workspace = addRule(BOTH, { name: "a~b: c", pattern: "^(a|b)~[%:]+\\d{2,}$" });
  workspace = changeSection(changeSection(workspace, "Losses", { sm: 0.5 }), "train", { log: true });
  workspace = moveRule(workspace, "Nothing", -1);
  const text = writeWorkspace(workspace);
  expect(text.section?.slice(0, 2)).toEqual(["Nothing~match:^nothing", "Losses~match:loss$~sm:0.5"]);
  expect(readWorkspace(text)).toEqual(workspace);
  const search = new URLSearchParams((text.section ?? []).map((each) => ["section", each])).toString();
  const view = chartsPage.addressOf(chartsPage.stateOf(search), "k3x9");
  expect(new URLSearchParams(view).getAll("section")).toEqual(text.section);
});

test("a section without a pattern in the address is none that gathers", () => {
  const { rules, sections } = readWorkspace({ section: ["Losses~match:", "x"], panel: null, move: null });
  expect(rules.size + sections.size).toBe(0);
});

test("what is renamed keeps its place, settings, panels and their order", () => {
  let [workspace] = addPanel(BOTH, TEXT, own("val/loss"));
  workspace = changeSettings(workspace, own("val/loss"), lineParams, { log: true });
  workspace = changeSection(workspace, "Losses", { sm: 0.5 });
  const renamed = changeRule(workspace, "Losses", { name: "All/losses", pattern: "loss" });
  expect(layout(renamed)[0]).toEqual(["All/losses", ["+train/loss", "1", "+val/loss"]]);
  expect([...renamed.rules]).toEqual([
    ["All/losses", "loss"],
    ["Nothing", "^nothing"],
  ]);
  expect(renamed.sections.get("All/losses")).toEqual({ sm: 0.5 });
  expect(changeRule(renamed, "All/losses", { name: "Losses", pattern: "loss$" })).toEqual(workspace);
});

test("a section that is removed leaves nothing in the address", () => {
  let [workspace] = addPanel(LOSSES, TEXT, own("val/loss"));
  workspace = changeSettings(workspace, own("val/loss"), lineParams, { log: true });
  workspace = movePanel(changeSection(workspace, "Losses", { sm: 0.5 }), own("train/loss"), null);
  expect(writeWorkspace(removeRule(workspace, "Losses"))).toEqual(writeWorkspace(UNCHANGED));
  const kept = removeRule(changeSettings(BOTH, "val/loss", lineParams, { log: true }), "Losses");
  expect(writeWorkspace(kept)).toEqual({
    section: ["Nothing~match:^nothing"],
    panel: ["val/loss~log:1"],
    move: null,
  });
});

test("sections change places among those that gather, and stay at both ends", () => {
  expect([...moveRule(BOTH, "Nothing", -1).rules.keys()]).toEqual(["Nothing", "Losses"]);
  expect([...moveRule(BOTH, "Losses", 1).rules.keys()]).toEqual(["Nothing", "Losses"]);
  expect(moveRule(BOTH, "Losses", -1)).toBe(BOTH);
  expect(moveRule(BOTH, "Nothing", 1)).toBe(BOTH);
});

test("metrics that come to have a section of the same name by themselves share it", () => {
  const workspace = addRule(UNCHANGED, { name: "val", pattern: "loss" });
  expect(layout(workspace)).toEqual([
    ["val", ["val/loss", "+train/loss"]],
    ["train", ["train/acc", "train/loss"]],
  ]);
});
