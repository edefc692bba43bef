import { expect, test } from "vitest";
import type { MediaItem } from "@/api/types";
import { barsOf, drawn } from "./bars";

const item = (facts: MediaItem["facts"]) => ({ facts }) as MediaItem;

test("even edges are told by their ends", () => {
  expect(barsOf(item({ counts: [1, 2], edges: { low: 0, high: 1 }, nan: 3, above_inf: 0 }))).toEqual({
    counts: [1, 2],
    edges: [0, 0.5, 1],
    apart: [{ name: "NaN", count: 3 }],
  });
});

test("what is no histogram is none", () => {
  expect(barsOf(item({ counts: [1, 2], edges: [0, 1] }))).toBeNull();
  expect(barsOf(item({ counts: "no", edges: [0, 1] }))).toBeNull();
  expect(barsOf(item({}))).toBeNull();
});

test("a wide bin is as high as it is dense", () => {
  const bars = drawn({ counts: [2, 2], edges: [0, 1, 5], apart: [] });
  expect(bars.map(({ left, width, height }) => [left, width, height])).toEqual([
    [0, 0.2, 1],
    [0.2, 0.8, 0.25],
  ]);
});

test("an empty histogram has bars without height", () => {
  expect(drawn({ counts: [0, 0], edges: [0, 1, 2], apart: [] }).map(({ height }) => height)).toEqual([0, 0]);
});
