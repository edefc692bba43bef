import { expect, test } from "vitest";
import { cardSize } from "./layout";

const columns = (width: number, runs?: number) =>
  cardSize(width, "medium", { shape: 1 }, false, runs).columns;

test("cards of many runs are as small as they may be", () => {
  expect(columns(1060)).toBe(6);
  expect(columns(1060, 100)).toBe(6);
  expect(columns(300, 100)).toBe(1);
});

test("few runs fill their row, until their cards are half as wide again", () => {
  expect(columns(1060, 5)).toBe(5);
  expect(columns(1060, 4)).toBe(4);
  expect(columns(1060, 1)).toBe(4);
  expect(columns(300, 1)).toBe(1);
});

test("cards fill the width", () => {
  for (const runs of [1, 4, 5, 6, 100]) {
    const { columns, width } = cardSize(1060, "medium", { shape: 1 }, false, runs);
    expect(columns * width + (columns - 1) * 10).toBeGreaterThan(1060 - columns);
  }
});
