import { expect, test } from "vitest";
import { textSpans } from "./textSpans";

const point = (key: string, step: number, text: string) => ({ key, step, time: step, text });

test("a text that stays is one span, and keys do not cut each other's", () => {
  const points = [
    point("phase", 0, "warm-up"),
    point("note", 1, "hello"),
    point("phase", 10, "warm-up"),
    point("phase", 20, "training"),
    point("phase", 30, "warm-up"),
  ];
  expect(
    textSpans(points).map(({ key, text, firstStep, lastStep }) => [key, text, firstStep, lastStep]),
  ).toEqual([
    ["phase", "warm-up", 30, 30],
    ["phase", "training", 20, 20],
    ["note", "hello", 1, 1],
    ["phase", "warm-up", 0, 10],
  ]);
});
