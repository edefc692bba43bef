import { expect, test } from "vitest";
import type { MediaItem } from "@/api/types";
import { filesOf, sortFiles, storedBytes } from "./files";

const item = (key: string, step: number, size_bytes: number, sha256: string): MediaItem => ({
  key,
  step,
  index: 0,
  time: 0,
  type: "image",
  caption: null,
  sha256,
  size_bytes,
  mime: "image/png",
  facts: {},
  parts: {},
});

const files = filesOf(
  { git: { diff: { sha256: "d", size_bytes: 5 } } },
  [item("val/a", 10, 7, "x"), item("val/a", 2, 7, "x"), item("b", 0, 9, "y")],
  [],
);

test("media and the patch are files", () => {
  expect(files.map(({ name, origin }) => `${name}: ${origin}`)).toEqual([
    "uncommitted.patch: git",
    "val-a-10-0.png: val/a at step 10",
    "val-a-2-0.png: val/a at step 2",
    "b-0-0.png: b at step 0",
  ]);
  expect(filesOf(undefined, [], [])).toEqual([]);
});

test("saved files are there by their paths, before all else", () => {
  const saved = { path: "out/1.bin", time: 0, sha256: "z", size_bytes: 3, mime: "", policy: "live" } as const;
  const [first] = filesOf(undefined, [item("b", 0, 9, "y")], [saved]);
  expect(first).toMatchObject({ name: "out/1.bin", type: "application/octet-stream", size_bytes: 3 });
});

test("names are sorted as people count, sizes from the largest", () => {
  expect(sortFiles(files, "name").map(({ name }) => name)).toEqual([
    "b-0-0.png",
    "uncommitted.patch",
    "val-a-2-0.png",
    "val-a-10-0.png",
  ]);
  expect(sortFiles(files, "size_bytes").map(({ size_bytes }) => size_bytes)).toEqual([9, 7, 7, 5]);
});

test("equal files take their room once", () => {
  expect(storedBytes(files)).toBe(21);
});
