import { expect, test } from "vitest";
import type { Run } from "@/api/types";
import { lackOf } from "./useManyRuns";

const run = { config: { lr: 0.1, seed: null }, summary: {} } as unknown as Run;

test("a field that no run has is named instead of empty axes", () => {
  expect(lackOf({ runs: [run], former: false }, ["config.lr", "config.optim.lr"])).toBe(
    "No run has optim.lr.",
  );
  expect(lackOf({ runs: [run], former: false }, ["config.seed"])).toBe("No run has seed.");
  expect(lackOf({ runs: [run], former: false }, ["config.lr"])).toBe("");
  expect(lackOf({ runs: [], former: false }, ["config.lr"])).toBe("No run matches the filter.");
  // While the answer about another field is on its way, nobody knows.
  expect(lackOf({ runs: [run], former: true }, ["config.optim.lr"])).toBe("");
});
