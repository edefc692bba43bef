import { expect, test } from "vitest";
import { both, isBetween, isValue, writeField, writeSearch, writeValue } from "./text";

test("fields are written so that the language reads them", () => {
  expect(writeField("state")).toBe("state");
  expect(writeField("config.optimizer/lr")).toBe("config.optimizer/lr");
  expect(writeField("config.my key")).toBe("config.`my key`");
  expect(writeField("summary.a`b")).toBe("summary.`a\\`b`");
  expect(writeField("metrics.val acc.max")).toBe("metrics.`val acc`.max");
  expect(writeField("metrics.val/acc.max")).toBe("metrics.val/acc.max");
});

test("a text that looks like something else is quoted", () => {
  expect(writeValue("adam")).toBe("adam");
  expect(writeValue("größe")).toBe("größe");
  for (const text of ["and", "null", "true", "0.1", "-inf", "1e-3", "two words", "", "config.lr", "a,b"])
    expect(writeValue(text)).toBe(`"${text}"`);
  expect(writeValue('say "hi"\\')).toBe('"say \\"hi\\"\\\\"');
});

test("numbers keep all their digits", () => {
  expect(writeValue(0.1 + 0.2)).toBe("0.30000000000000004");
  expect(writeValue(Number.NaN)).toBe("nan");
  expect(writeValue(-Infinity)).toBe("-inf");
  expect(writeValue(true)).toBe("true");
  expect(writeValue(null)).toBe("null");
});

test("a value, several tags, an interval", () => {
  expect(isValue("config.optimizer", "adam")).toBe("config.optimizer = adam");
  expect(isValue("tag", ["a", "b c"])).toBe('tag = a and tag = "b c" and tag_count = 2');
  expect(isValue("tag", "a")).toBe("tag = a");
  expect(isBetween("config.lr", 0.1, 0.2, false)).toBe("config.lr >= 0.1 and config.lr < 0.2");
  expect(isBetween("config.lr", 0.1, 0.2, true)).toBe("config.lr >= 0.1 and config.lr <= 0.2");
  expect(isBetween("config.lr", 3, 3, true)).toBe("config.lr = 3");
});

test("moments are written as such, to the microsecond", () => {
  expect(isBetween("created_time", 1795246294594176.8, 1795246295000000, true)).toBe(
    "created_time >= 2026-11-21T07:31:34.594177Z and created_time <= 2026-11-21T07:31:35.000000Z",
  );
  expect(isValue("ended_time", 1795246294000001)).toBe("ended_time = 2026-11-21T07:31:34.000001Z");
});

test("two filters are both asked for, whatever binds less tightly", () => {
  expect(both("", "b = 1")).toBe("b = 1");
  expect(both(" a ", "")).toBe("a");
  expect(both("a = 1", "b = 1")).toBe("a = 1 and b = 1");
  expect(both("a = 1 or c", "b = 1")).toBe("(a = 1 or c) and b = 1");
  expect(both("a||c", "b = 1")).toBe("(a||c) and b = 1");
  expect(both("color = red", "b = 1")).toBe("color = red and b = 1");
});

test("words that are searched for mean nothing", () => {
  expect(writeSearch("")).toBe("");
  expect(writeSearch('a and "b')).toBe('"a" "and" "\\"b"');
});
