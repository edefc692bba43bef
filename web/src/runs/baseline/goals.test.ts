import { expect, test } from "vitest";
import { metricIn } from "./difference";
import { goalsOf } from "./goals";

test("what a script said is the goal of a metric tells which way its columns are better", () => {
  const said = { runs: 1, step_metric: "", hidden: false };
  const goals = goalsOf([
    { ...said, name: "val/odd", goal: "minimize" },
    { ...said, name: "gain", goal: "maximize" },
    { ...said, name: "loss", goal: "" },
  ]);
  expect([...goals]).toEqual([
    ["val/odd", "lower"],
    ["gain", "higher"],
  ]);
  expect(metricIn("summary.val/odd")).toBe("val/odd");
  expect(metricIn("metrics.val/odd.min")).toBe("val/odd");
  expect(metricIn("config.lr")).toBeNull();
});
