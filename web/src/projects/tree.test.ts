import { expect, test } from "vitest";
import { buildTree, findNode } from "./tree";

const project = (path: string, runs: number, running = 0, last = 5) => ({
  project: path,
  runs,
  running,
  last_activity_time: last,
  archived: 0,
  binned: 0,
});

test("paths become a tree whose folders count what lies under them", () => {
  const [cv, nlp] = buildTree([
    project("nlp", 1),
    project("cv/resnet50", 3, 1, 20),
    project("cv/resnet50/wide", 2, 0, 30),
    project("cv/vit", 4, 2, 10),
  ]);
  expect(cv).toMatchObject({ path: "cv", runs: 9, running: 3, lastActivity: 30 });
  expect(cv?.children.map(({ path, runs }) => [path, runs])).toEqual([
    ["cv/resnet50", 5],
    ["cv/vit", 4],
  ]);
  expect(cv?.children[0]?.children[0]).toMatchObject({ name: "wide", path: "cv/resnet50/wide", runs: 2 });
  expect(nlp).toMatchObject({ path: "nlp", runs: 1, lastActivity: 5 });
});

test("names with numbers sort as people count", () => {
  expect(buildTree([project("a10", 1), project("a9", 1)]).map(({ name }) => name)).toEqual(["a9", "a10"]);
});

test("an empty home is an empty tree", () => {
  expect(buildTree([])).toEqual([]);
});

test("a node is found by its path, and nothing by half a name", () => {
  const tree = buildTree([project("cv/resnet50/wide", 2), project("cv/resnet", 1)]);
  expect(findNode(tree, "cv/resnet50")?.runs).toBe(2);
  expect(findNode(tree, "cv/resnet")?.runs).toBe(1);
  expect(findNode(tree, "cv/res")).toBeUndefined();
});
