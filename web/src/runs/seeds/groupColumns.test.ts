import { expect, test } from "vitest";
import { allColumns } from "../columns";
import { groupColumns } from "./groupColumns";

test("groups show what they are compared by first, and what only single runs have last", () => {
  const number = (key: string) => ({ key, runs: 2, type: "number" as const });
  const columns = allColumns({
    config: [number("lr")],
    summary: [number("train/loss"), number("val/acc")],
    primary_metrics: [],
  });
  expect(groupColumns(columns)).toEqual([
    "state",
    "summary.val/acc",
    "summary.train/loss",
    "config.lr",
    "created_time",
    "duration_secs",
    "tag",
  ]);
  expect(groupColumns(allColumns(undefined))).toEqual(["state", "created_time", "duration_secs", "tag"]);
});
