import { expect, test } from "vitest";
import { difference, differenceText, likelyBetter } from "./difference";

test.each([
  ["summary.val/loss", "lower"],
  ["summary.train_loss", "lower"],
  ["summary.val/acc", "higher"],
  ["metrics.val/accuracy.max", "higher"],
  ["summary.rmse", "lower"],
  ["summary.top5", "higher"],
  ["summary.access_count", "neither"],
  ["summary.epoch", "neither"],
  ["config.loss", "neither"],
  ["duration_secs", "neither"],
])("%s is better %s", (field, better) => {
  expect(likelyBetter(field)).toBe(better);
});

test("a difference is told with its sign and whether it is a gain", () => {
  expect(difference(0.9, 0.8, "higher")?.verdict).toBe("better");
  expect(difference(0.9, 0.8, "lower")?.verdict).toBe("worse");
  expect(difference(0.9, 0.8, "neither")?.verdict).toBe("other");
  expect(difference(0.8, 0.8, "higher")?.verdict).toBe("same");
  expect(differenceText("summary.acc", { by: 0.0123456, verdict: "better" })).toBe("+0.0123");
  expect(differenceText("summary.acc", { by: -2, verdict: "worse" })).toBe("\u22122");
  expect(differenceText("duration_secs", { by: 90, verdict: "other" })).toBe("+1m 30s");
});

test("what is no number has no difference", () => {
  expect(difference("0.9", 0.8, "higher")).toBeNull();
  expect(difference(0.9, undefined, "higher")).toBeNull();
  expect(difference(Number.NaN, 1, "higher")).toBeNull();
  expect(difference(Infinity, Infinity, "higher")).toBeNull();
});
