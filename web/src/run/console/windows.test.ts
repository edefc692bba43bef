import { expect, test } from "vitest";
import { firstPosition, PAGE_LINES, pagesOf, stretchAround, stretchFor } from "./windows";

test("lines in the tail need no page", () => {
  expect(pagesOf(950, 1010, 900)).toEqual([]);
});

test("a range asks for the pages it touches, and no further than the tail", () => {
  expect(PAGE_LINES).toBe(500);
  expect(pagesOf(490, 510, 5000)).toEqual([0, 1]);
  expect(pagesOf(1200, 9000, 1600)).toEqual([2, 3]);
  expect(pagesOf(-5, 3, 5000)).toEqual([0]);
});

test("every page asked for is complete", () => {
  for (const total of [501, 740, 999, 1000, 1001, 1499]) {
    const tailStart = total - PAGE_LINES;
    for (const page of pagesOf(0, total - 1, tailStart))
      expect((page + 1) * PAGE_LINES).toBeLessThanOrEqual(total);
  }
});

test("a stretch stays within the console", () => {
  expect(stretchAround(10, 5_000_000, 500_000)).toBe(0);
  expect(stretchAround(4_999_999, 5_000_000, 500_000)).toBe(4_500_000);
  expect(stretchAround(10, 100, 500_000)).toBe(0);
});

test("a stretch moves when an edge with more behind it is near", () => {
  const [total, size] = [2_000_000, 500_000];
  expect(stretchFor(0, 0, 40, total, size)).toBe(0);
  expect(stretchFor(0, 100_000, 100_040, total, size)).toBe(0);
  expect(stretchFor(0, 499_000, 499_040, total, size)).toBe(249_020);
  expect(stretchFor(1_500_000, 1_999_950, 1_999_999, total, size)).toBe(1_500_000);
  expect(stretchFor(1_500_000, 1_500_100, 1_500_140, total, size)).toBe(1_250_120);
});

test("the first line that is far enough is found", async () => {
  const lines = [3, 4, 9, 20, 21];
  const from = (line: number) =>
    firstPosition(lines.length, async (position) => (lines[position] ?? 0) >= line);
  expect(await Promise.all([0, 4, 5, 20, 99].map(from))).toEqual([0, 1, 2, 3, 4]);
  expect(await firstPosition(0, async () => true)).toBe(0);
});
