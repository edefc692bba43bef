import { expect, test } from "vitest";
import type { RunGroup, Spread } from "@/api/types";
import { findingOf, luckOf } from "./findings";

const spread = (values: readonly number[]): Spread => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  return {
    count: values.length,
    mean,
    std: values.length > 1 ? std : null,
    stderr: null,
    min: Math.min(...values),
    max: Math.max(...values),
    median: null,
    q25: null,
    q75: null,
    ci_low: null,
    ci_high: null,
  };
};
const group = (name: string, values: readonly number[]): RunGroup => ({
  values: [name],
  runs: values.length,
  states: {},
  aggregates: { "summary.acc": spread(values) },
});

const good = group("good", [0.93, 0.94, 0.92, 0.935]);
const near = group("near", [0.91, 0.95, 0.9, 0.945]);
const bad = group("bad", [0.8, 0.81, 0.79, 0.805]);
const single = group("single", [0.99]);

test("the best mean leads, and what is within noise of it is told", () => {
  const finding = findingOf([bad, near, good, single], "summary.acc", "higher");
  expect(finding?.leader).toBe(good);
  expect(finding?.compared).toBe(2);
  expect([...(finding?.within ?? [])]).toEqual([near]);
});

test("where less is better, the least mean leads", () => {
  const finding = findingOf([good, bad, near], "summary.acc", "lower");
  expect(finding?.leader).toBe(bad);
  expect(finding?.within.size).toBe(0);
});

test("one seed says nothing", () => {
  expect(findingOf([single], "summary.acc", "higher")).toBeNull();
  expect(luckOf(spread([1, 2]), "higher")).toBeNull();
  expect(luckOf(spread([1, 1, 1]), "higher")).toBeNull();
});

test("the best of many is what chance gives, unless it stands out", () => {
  const even = luckOf(spread([1, 2, 3, 4, 5]), "higher");
  expect(even?.best).toBe(5);
  expect(even?.expected).toBeCloseTo(3 + 1.16296 * Math.sqrt(2.5), 4);
  expect(even?.isChance).toBe(true);
  const outlier = [...Array.from({ length: 30 }, (_, place) => (place % 3) * 0.001), 1];
  expect(luckOf(spread(outlier), "higher")?.isChance).toBe(false);
  expect(luckOf(spread(outlier.map((value) => -value)), "lower")?.isChance).toBe(false);
});
