import { expect, test } from "vitest";
import { allColumns, arrangeColumns, defaultColumns, moveColumn } from "./columns";

const columns = allColumns({
  config: [
    { key: "lr", runs: 2, type: "number" },
    { key: "optimizer/name", runs: 2, type: "text" },
  ],
  summary: [
    { key: "phase", runs: 1, type: "text" },
    { key: "sys/cpu", runs: 2, type: "number" },
    { key: "val/acc", runs: 2, type: "number" },
  ],
  primary_metrics: [],
});

test("results come before what was set; system values only when asked for", () => {
  expect(defaultColumns(columns)).toEqual([
    "state",
    "created_time",
    "duration_secs",
    "tag",
    "summary.phase",
    "summary.val/acc",
    "config.lr",
    "config.optimizer/name",
  ]);
  expect(columns.map(({ key }) => key)).toContain("summary.sys/cpu");
});

test("where runs are judged by a metric, its best value is a column", () => {
  const known = { config: [], summary: [], primary_metrics: ["val/acc"] };
  expect(defaultColumns(allColumns(known))).toContain("best");
  expect(allColumns(known).find(({ key }) => key === "best")?.label).toBe("Best val/acc");
  const two = allColumns({ ...known, primary_metrics: ["val/acc", "val/loss"] });
  expect(two.find(({ key }) => key === "best")?.label).toBe("Best");
});

test("figures are offered of metrics, which have numbers", () => {
  const keys = columns.map(({ key }) => key);
  expect(keys).toContain("metrics.val/acc.max");
  expect(keys).not.toContain("metrics.phase.max");
  expect(columns.find(({ key }) => key === "metrics.val/acc.max")?.label).toBe("val/acc · max");
});

test("pinned columns come first, in the order in which they were pinned; widths are the reader's", () => {
  const arranged = arrangeColumns(
    columns,
    ["state", "config.lr", "config.gone", "summary.val/acc"],
    ["summary.val/acc", "config.lr", "tag"],
    { state: 300 },
  );
  expect(arranged.map(({ key }) => key)).toEqual(["summary.val/acc", "config.lr", "state"]);
  expect(arranged[2]?.width).toBe(300);
});

test("a column is put before another, or at the end", () => {
  expect(moveColumn(["a", "b", "c"], "c", "a")).toEqual(["c", "a", "b"]);
  expect(moveColumn(["a", "b", "c"], "a", "c")).toEqual(["b", "a", "c"]);
  expect(moveColumn(["a", "b", "c"], "a", null)).toEqual(["b", "c", "a"]);
  expect(moveColumn(["a", "b"], "a", "a")).toEqual(["a", "b"]);
});
