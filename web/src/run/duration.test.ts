import { expect, test } from "vitest";
import { durationAt } from "./duration";

const run = { state: "running" as const, created_time: 1_000_000_000, duration_secs: 12 };

test("a live run goes on counting between two signs of life", () => {
  expect(durationAt(run, 1_015_000)).toBe(15);
});

test("a reader's clock that is behind does not take time away", () => {
  expect(durationAt(run, 1_003_000)).toBe(12);
});

test("an ended run has lasted what it has lasted", () => {
  expect(durationAt({ ...run, state: "crashed" }, 9_000_000)).toBe(12);
});
