import { expect, test } from "vitest";
import type { Spread } from "@/api/types";
import { groupSort, spreadText, spreadTitle } from "./figures";

const spread: Spread = {
  count: 4,
  mean: 0.91234,
  std: 0.01234,
  stderr: 0.00617,
  min: 0.9,
  max: 0.93,
  median: 0.91,
  q25: 0.905,
  q75: 0.925,
  ci_low: 0.8927,
  ci_high: 0.932,
};
const single: Spread = { ...spread, count: 1, std: null, stderr: null, ci_low: null, ci_high: null };

test("a spread says the chosen figure", () => {
  expect(spreadText("summary.acc", spread, "mean")).toBe("0.9123 ± 0.012");
  expect(spreadText("summary.acc", spread, "median")).toBe("0.9100");
  expect(spreadText("summary.acc", spread, "ci")).toBe("0.8927 – 0.9320");
  expect(spreadText("duration_secs", { ...spread, mean: 90, std: 30 }, "mean")).toBe("1m 30s ± 30s");
});

test("one run has no spread, and none has no figure", () => {
  expect(spreadText("summary.acc", single, "mean")).toBe("0.9123");
  expect(spreadText("summary.acc", single, "ci")).toBe("0.9123");
  expect(spreadText("summary.acc", { ...single, count: 0 }, "mean")).toBe("");
  expect(spreadText("summary.acc", undefined, "mean")).toBe("");
  expect(spreadTitle("summary.acc", spread)).toContain("4 values\nMean ± std: 0.9123 ± 0.012");
});

test("groups are sorted by what they share or by their figures, and else as they are", () => {
  const sort = (sorts: string[], figure: "ci" | "median" = "median") =>
    groupSort(sorts, ["config.lr"], ["summary.acc"], figure);
  expect(sort(["-config.lr"])).toBe("-config.lr");
  expect(sort(["name", "-summary.acc"])).toBe("-median:summary.acc");
  expect(sort(["summary.acc"], "ci")).toBe("mean:summary.acc");
  expect(sort(["-created_time"])).toBeUndefined();
});
