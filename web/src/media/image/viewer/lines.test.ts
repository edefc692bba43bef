import { expect, test } from "vitest";
import { inLines } from "./lines";

const measure = (text: string) => text.length;

test("a text is broken between words, and within those that are too wide", () => {
  expect(inLines("a red fox jumps", 9, measure)).toEqual(["a red fox", "jumps"]);
  expect(inLines("abcdefgh ij", 5, measure)).toEqual(["abcde", "fgh", "ij"]);
  expect(inLines("one\ntwo", 9, measure)).toEqual(["one", "two"]);
  expect(inLines("", 9, measure)).toEqual([""]);
});

test("nothing is wider than the room, and nobody has to read a book", () => {
  const lines = inLines("word ".repeat(500), 20, measure);
  expect(lines).toHaveLength(12);
  expect(lines.at(-1)).toMatch(/…$/);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(20);
});
