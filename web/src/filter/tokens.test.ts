import { expect, test } from "vitest";
import { tokenize } from "./tokens";

const kinds = (text: string): string[] =>
  tokenize(text)
    .filter(({ text }) => text.trim() !== "")
    .map(({ text, kind }) => `${text} ${kind}`);

test("fields, operators, words and values are told apart", () => {
  expect(kinds('config.lr < 1e-3 and tag = "base line" or not state in (running)')).toEqual([
    "config.lr field",
    "< operator",
    "1e-3 number",
    "and word",
    "tag field",
    "= operator",
    '"base line" string',
    "or word",
    "not word",
    "state field",
    "in word",
    "( operator",
    "running plain",
    ") operator",
  ]);
});

test.each([
  "",
  "  two  spaces ",
  'an "open quote',
  "`back",
  "!= !! ~",
  "config.`my key` = 1",
  "größe 日本語 🙂 = x",
  "a\\b;c{}|&",
])("the parts of %o are the whole", (text) => {
  expect(
    tokenize(text)
      .map(({ text }) => text)
      .join(""),
  ).toBe(text);
});
