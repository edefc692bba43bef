import { expect, test } from "vitest";
import { compilePattern } from "@/ui/pattern";
import { buildTree, countLeaves, filterTree, oneLine, visibleRows } from "./tree";

const tree = buildTree({
  lr: 0.001,
  model: { name: "mlp", layers: [784, 10], head: { bias: false, gain: Number.NaN } },
  data: { splits: [{ name: "train" }, { name: "val" }], cache: {} },
  prompt: "two\nlines",
});

const paths = (search: string) =>
  visibleRows(filterTree(tree, compilePattern(search)), () => true).map((row) => row.node.path);

test("objects and lists of objects nest, short lists of values stay in their line", () => {
  expect(paths("")).toEqual([
    "lr",
    "model",
    "model/name",
    "model/layers",
    "model/head",
    "model/head/bias",
    "model/head/gain",
    "data",
    "data/splits",
    "data/splits/0",
    "data/splits/0/name",
    "data/splits/1",
    "data/splits/1/name",
    "data/cache",
    "prompt",
  ]);
  expect(countLeaves(tree)).toBe(9);
});

test("a search by key keeps what is above and under it", () => {
  expect(paths("head")).toEqual(["model", "model/head", "model/head/bias", "model/head/gain"]);
});

test("a search by value keeps what is above it", () => {
  expect(paths('"val"')).toEqual(["data", "data/splits", "data/splits/1", "data/splits/1/name"]);
  expect(paths("NaN")).toEqual(["model", "model/head", "model/head/gain"]);
  expect(paths("784")).toEqual(["model", "model/layers"]);
  expect(paths("nothing like it")).toEqual([]);
});

test("what is closed hides what is under it", () => {
  const rows = visibleRows(tree, (node) => node.path === "model");
  expect(rows.map((row) => row.node.key)).toEqual([
    "lr",
    "model",
    "name",
    "layers",
    "head",
    "data",
    "prompt",
  ]);
  expect(rows.find((row) => row.node.key === "prompt")).toMatchObject({ openable: true, open: false });
  expect(rows[3]).toMatchObject({ place: 2, siblings: 3 });
});

test("values are written as in a program", () => {
  expect(oneLine(["a", 1, true, null, Number.POSITIVE_INFINITY, { b: Number.NaN }])).toBe(
    '["a", 1, true, null, Infinity, {"b": NaN}]',
  );
});
