import { expect, test } from "vitest";
import type { ArtifactFile } from "@/api/types";
import { buildFileTree, foldersAbove, visibleNodes } from "./fileTree";
import { previewKind, textOf } from "./previewKind";

const file = (path: string, more: Partial<ArtifactFile> = {}): ArtifactFile => ({
  path,
  size_bytes: 1,
  digest: "d",
  sha256: "s",
  chunks: 0,
  ref: "",
  mime: "application/octet-stream",
  object: null,
  ...more,
});

test("folders come first, and say what lies below them", () => {
  const tree = buildFileTree([
    file("b.txt"),
    file("x/y/10.bin"),
    file("x/y/9.bin"),
    file("x/a", { size_bytes: null }),
  ]);
  expect(tree.map(({ name, files, size_bytes }) => [name, files, size_bytes])).toEqual([
    ["x", 3, 2],
    ["b.txt", 1, 1],
  ]);
  expect(visibleNodes(tree, () => true).map(({ path, depth }) => [path, depth])).toEqual([
    ["x", 0],
    ["x/y", 1],
    ["x/y/9.bin", 2],
    ["x/y/10.bin", 2],
    ["x/a", 1],
    ["b.txt", 0],
  ]);
  expect(visibleNodes(tree, (path) => path === "x").map(({ path }) => path)).toEqual([
    "x",
    "x/y",
    "x/a",
    "b.txt",
  ]);
  expect(foldersAbove("x/y/9.bin")).toEqual(["x", "x/y"]);
});

test("every file is in the tree once, with its size, however deep", () => {
  const files = Array.from({ length: 2_000 }, (_, i) =>
    file(`${i % 7}/${i % 31}/${"d/".repeat(i % 5)}${i}.txt`),
  );
  const tree = buildFileTree(files);
  const leaves = visibleNodes(tree, () => true).filter((node) => node.file !== null);
  expect(leaves.map(({ path }) => path).sort()).toEqual(files.map(({ path }) => path).sort());
  expect(tree.reduce((sum, node) => sum + node.files, 0)).toBe(files.length);
  expect(tree.reduce((sum, node) => sum + node.size_bytes, 0)).toBe(files.length);
});

test.each([
  [file("a", { ref: "s3://b/a.parquet" }), "reference"],
  [file("t.table.json", { object: { type: "table" } }), "table"],
  [file("A.PARQUET"), "inside"],
  [file("m.safetensors"), "inside"],
  [file("a.png", { mime: "image/png" }), "image"],
  [file("a.png", { mime: "image/png", size_bytes: 20 << 20, sha256: "", chunks: 5 }), "none"],
  [file("readme.md", { mime: "text/markdown" }), "markdown"],
  [file("config.json", { mime: "application/json" }), "json"],
  [file("train.py", { mime: "text/x-python" }), "text"],
  [file("Makefile"), "text"],
  [file("weights.bin"), "none"],
  [file("unknown.thing", { size_bytes: 5 << 20 }), "none"],
])("%o is shown as %s", (of, kind) => {
  expect(previewKind(of)).toBe(kind);
});

test("bytes are a text if they can be, also one that is cut within a character", () => {
  const bytes = new TextEncoder().encode("größe");
  expect(textOf(bytes.buffer, false)).toBe("größe");
  expect(textOf(bytes.slice(0, 3).buffer, true)).toBe("gr");
  expect(textOf(bytes.slice(0, 3).buffer, false)).toBeNull();
  expect(textOf(new Uint8Array([65, 0, 66]).buffer, false)).toBeNull();
});
