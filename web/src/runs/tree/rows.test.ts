import { expect, test } from "vitest";
import { buildTree, findNode } from "@/projects/tree";
import { droppedAt, runsIn, treeRows } from "./rows";

const project = (path: string, runs: number, archived = 0, binned = 0) => ({
  project: path,
  runs,
  running: 0,
  archived,
  binned,
  last_activity_time: 0,
});
const root = findNode(
  buildTree([
    project("cv", 1, 2),
    project("cv/resnet/wide", 3),
    project("cv/vit", 4, 0, 5),
    project("nlp", 9),
  ]),
  "cv",
);
if (root === undefined) throw new Error("cv is a project");
const paths = (folded: string[], matches: ((path: string) => boolean) | null = null) =>
  treeRows(root, folded, matches).map(({ node, depth }) => [node.path, depth]);

test("the tree begins at its project and leaves out what is folded", () => {
  expect(paths([])).toEqual([
    ["cv", 0],
    ["cv/resnet", 1],
    ["cv/resnet/wide", 2],
    ["cv/vit", 1],
  ]);
  expect(paths(["cv/resnet"])).toEqual([
    ["cv", 0],
    ["cv/resnet", 1],
    ["cv/vit", 1],
  ]);
});

test("a search finds what is folded, and shows what leads there", () => {
  expect(paths(["cv"], (path) => path.includes("wide"))).toEqual([
    ["cv", 0],
    ["cv/resnet", 1],
    ["cv/resnet/wide", 2],
  ]);
  expect(paths([], (path) => path.includes("cv"))).toEqual([]);
});

test("runs are counted by place", () => {
  expect([runsIn(root, "active"), runsIn(root, "archived"), runsIn(root, "bin")]).toEqual([8, 2, 5]);
});

test("a project goes under the one that it is dropped on, but not into itself", () => {
  expect(droppedAt("cv/resnet/wide", "cv/vit")).toBe("cv/vit/wide");
  expect(droppedAt("cv/vit", "cv")).toBeNull();
  expect(droppedAt("cv/resnet", "cv/resnet/wide")).toBeNull();
  expect(droppedAt("cv/res", "cv/resnet")).toBe("cv/resnet/res");
});
