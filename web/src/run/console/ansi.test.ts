import { expect, test } from "vitest";
import { parseAnsi, plainText } from "./ansi";

const E = "\x1b[";

test("plain text is one part", () => {
  expect(parseAnsi("loss 0.4 <b>")).toEqual([{ text: "loss 0.4 <b>", style: {} }]);
  expect(parseAnsi("")).toEqual([]);
});

test("styles begin, add up and end", () => {
  expect(parseAnsi(`a${E}1;31mb${E}4mc${E}22md${E}me`)).toEqual([
    { text: "a", style: {} },
    { text: "b", style: { bold: true, ink: 1 } },
    { text: "c", style: { bold: true, ink: 1, underline: true } },
    { text: "d", style: { ink: 1, underline: true } },
    { text: "e", style: {} },
  ]);
});

test.each([
  ["91", { ink: 9 }],
  ["47", { ground: 7 }],
  ["38;5;3", { ink: 3 }],
  ["38;5;196", { ink: [255, 0, 0] }],
  ["48;5;244", { ground: [128, 128, 128] }],
  ["38;2;10;20;300", { ink: [10, 20, 255] }],
  ["38:2:1:2:3", { ink: [1, 2, 3] }],
  ["1;38;5;46;4", { bold: true, ink: [0, 255, 0], underline: true }],
])("code %s", (codes, style) => {
  expect(parseAnsi(`${E}${codes}mx`)[0]?.style).toEqual(style);
});

test("links, titles and cursor moves leave their text only", () => {
  const line = `\x1b]0;title\x07${E}2Ksee \x1b]8;;https://example.org\x1b\\here\x1b]8;;\x1b\\${E}?25h.`;
  expect(plainText(line)).toBe("see here.");
  expect(
    parseAnsi(line)
      .map((part) => part.text)
      .join(""),
  ).toBe("see here.");
});

test("a carriage return overwrites", () => {
  expect(plainText("10%\r20%\r30%\r")).toBe("30%");
});

test("an escape cut off does no harm", () => {
  expect(plainText("a\x1b[")).toBe("a[");
});
