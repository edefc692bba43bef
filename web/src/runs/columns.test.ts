import { expect, test } from "vitest";
import type { Run } from "@/api/types";
import { allColumns, defaultColumns, loggedText } from "./columns";

const columns = allColumns({
  config: [
    { key: "lr", runs: 2, type: "number" },
    { key: "optimizer/name", runs: 2, type: "text" },
  ],
  summary: [
    { key: "sys/cpu", runs: 2, type: "number" },
    { key: "val/acc", runs: 2, type: "number" },
  ],
});

test("results come before what was set; system values only when asked for", () => {
  expect(defaultColumns(columns)).toEqual([
    "state",
    "created_time",
    "duration_secs",
    "tags",
    "summary.val/acc",
    "config.lr",
    "config.optimizer/name",
  ]);
  expect(columns.map(({ key }) => key)).toContain("summary.sys/cpu");
});

test("a cell reads its own source", () => {
  const run = { config: { lr: 0.1 }, summary: { "val/acc": Number.NaN } } as unknown as Run;
  const text = (key: string) => {
    const column = columns.find((each) => each.key === key);
    return column && loggedText(run, column);
  };
  expect(text("config.lr")).toBe("0.1000");
  expect(text("summary.val/acc")).toBe("NaN");
  expect(text("config.optimizer/name")).toBe("");
});
