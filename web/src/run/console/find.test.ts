import { expect, test } from "vitest";
import { compileFinder, cutAtSpans, isBrokenPattern, isPattern } from "./find";

test("spans of a regular expression, whatever the case", () => {
  expect(compileFinder("e\\d")("E1 e2 f3")).toEqual([
    [0, 2],
    [3, 5],
  ]);
});

test("what is no regular expression is searched as it stands", () => {
  expect(compileFinder("a[(")("x a[( y")).toEqual([[2, 5]]);
});

test("an empty match is none", () => {
  expect(compileFinder("x*")("abc")).toEqual([]);
  expect(compileFinder("")("abc")).toEqual([]);
});

test("a match crosses parts", () => {
  const parts = [{ text: "one tw" }, { text: "o three" }];
  const pieces = cutAtSpans(parts, [
    [0, 3],
    [4, 7],
  ]);
  expect(pieces.map((piece) => [piece.text, piece.found])).toEqual([
    ["one", true],
    [" ", false],
    ["tw", true],
    ["o", true],
    [" three", false],
  ]);
});

test("no spans, no cuts", () => {
  expect(cutAtSpans([{ text: "ab" }], [])).toEqual([{ part: { text: "ab" }, text: "ab", found: false }]);
});

test("letters alone are no pattern, and neither is what cannot be read as one", () => {
  expect(["step 1994", "größe", "a-b/c", "c++", "(open"].filter(isPattern)).toEqual([]);
  expect(["step \\d+", "^epoch", "a|b", "loss=0.1"].every(isPattern)).toBe(true);
});

test("what was meant as a pattern and is none is told from plain text", () => {
  expect(["c++", "(open", "a[("].every(isBrokenPattern)).toBe(true);
  expect(["", "step 1994", "^epoch", "a|b"].filter(isBrokenPattern)).toEqual([]);
});
