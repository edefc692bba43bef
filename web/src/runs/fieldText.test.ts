import { expect, test } from "vitest";
import { fieldText } from "./fieldText";

test("values are said as they were set, where that is short", () => {
  expect(fieldText("config.lr", 0.0001)).toBe("0.0001");
  expect(fieldText("summary.acc", 0.86736878772)).toBe("0.8674");
  expect(fieldText("config.x", Number.NaN)).toBe("NaN");
  expect(fieldText("config.flag", true)).toBe("true");
});

test("nothing, an empty text and several tags are words", () => {
  expect(fieldText("config.lr", null)).toBe("none");
  expect(fieldText("config.name", "")).toBe("(empty)");
  expect(fieldText("tag", ["a", "b"])).toBe("a, b");
  expect(fieldText("duration_secs", 90)).toBe("1m 30s");
});
