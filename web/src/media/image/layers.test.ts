import { expect, test } from "vitest";
import type { MediaItem } from "@/api/types";
import { ALL_MARKS, type BoxLayer, classColour, layersOf, readMarks, shownBoxes, writeMarks } from "./layers";

const item = {
  facts: {
    layers: {
      boxes: {
        pred: {
          labels: { 0: "cat", 1: "dog" },
          boxes: [
            { left: 0, top: 0, right: 0.5, bottom: 0.5, class: 0, scores: { score: 0.9 } },
            { left: 0, top: 0, right: 1, bottom: 1, class: 1, caption: "a dog", scores: { score: 0.3 } },
            { left: "x", top: 0, right: 1, bottom: 1, class: 1 },
          ],
        },
      },
      masks: {
        truth: { labels: { 1: "road" }, part: "mask/truth" },
        lost: { labels: {}, part: "mask/lost" },
      },
    },
  },
  parts: { "mask/truth": { sha256: "ab", size_bytes: 1, mime: "image/png" } },
} as unknown as MediaItem;

test("layers are read, and what makes no sense is left out", () => {
  const layers = layersOf(item);
  expect(layers.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["masks truth", "boxes pred"]);
  expect((layers[1] as BoxLayer).boxes).toHaveLength(2);
  expect(layersOf({ facts: {}, parts: {} } as unknown as MediaItem)).toEqual([]);
});

test("boxes go by class, by layer and by score", () => {
  const layer = layersOf(item)[1] as BoxLayer;
  const classes = (marks: Partial<typeof ALL_MARKS>) =>
    shownBoxes({ ...ALL_MARKS, ...marks }, layer).map((box) => box.class);
  expect(classes({})).toEqual([0, 1]);
  expect(classes({ hidden: new Set(["boxes/pred/0"]) })).toEqual([1]);
  expect(classes({ hidden: new Set(["boxes/pred"]) })).toEqual([]);
  expect(classes({ least: { score: 0.3 } })).toEqual([0, 1]);
  expect(classes({ least: { score: 0.31 } })).toEqual([0]);
});

test("marks survive the address, each key its own", () => {
  const marks = {
    hidden: new Set(["boxes/a~b/3", "masks/x"]),
    least: { "a=b": 0.25 },
    opacity: 0.8,
    labels: false,
  };
  const entries = writeMarks(writeMarks(null, "val/x", marks), "val/y", { ...ALL_MARKS, opacity: 1 });
  expect(readMarks(entries, "val/x")).toEqual(marks);
  expect(readMarks(entries, "val/y").opacity).toBe(1);
  expect(readMarks(entries, "val/z")).toEqual(ALL_MARKS);
  expect(writeMarks(writeMarks(entries, "val/x", ALL_MARKS), "val/y", ALL_MARKS)).toBeNull();
});

test("classes next to each other have different colours", () => {
  const seen = new Set(Array.from({ length: 30 }, (_, id) => classColour(id).join()));
  expect(seen.size).toBe(30);
});
