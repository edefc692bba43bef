import { expect, test } from "vitest";
import { toJsonText } from "./json";

test("plain values come out as JSON.stringify writes them", () => {
  const value = { a: [1, "x\n", { b: null, c: true }], d: {}, e: [], f: 1e-8 };
  expect(toJsonText(value)).toBe(JSON.stringify(value, null, 2));
});

test("NaN and Infinity are words", () => {
  expect(toJsonText([Number.NaN, Number.NEGATIVE_INFINITY])).toBe("[\n  NaN,\n  -Infinity\n]");
});
