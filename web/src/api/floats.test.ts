import { expect, test } from "vitest";
import { parseJson } from "./floats";

test("numbers that JSON cannot say come back as numbers", () => {
  const text = '{"a": {"$float": "NaN"}, "b": [{"$float": "Infinity"}, {"$float": "-Infinity"}], "c": 1.5}';
  expect(parseJson(text)).toEqual({ a: Number.NaN, b: [Infinity, -Infinity], c: 1.5 });
});

test("what only resembles such a number stays what it is", () => {
  expect(parseJson('{"$float": "seven"}')).toEqual({ $float: "seven" });
  expect(parseJson('{"$float": "NaN", "x": 1}')).toEqual({ $float: "NaN", x: 1 });
});
