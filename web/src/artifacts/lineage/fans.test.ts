import { expect, test } from "vitest";
import type { LineageEdge, LineageNode } from "@/api/types";
import { fansOf } from "./fans";
import { line, networkOf, only, reach } from "./network";
import { HEIGHT, pictureOf, WIDTH } from "./picture";
import { stepFrom } from "./steps";

const node = (id: string, label: string, group = ""): LineageNode => ({
  id,
  kind: id.startsWith("run:") ? "run" : "version",
  label,
  project: "p",
  group,
  state: "finished",
  time: 0,
  more: false,
});

interface Graph {
  nodes: LineageNode[];
  edges: LineageEdge[];
}

const joined = (pairs: readonly (readonly [string, string])[]): LineageEdge[] =>
  pairs.map(([source, target]) => ({ source, target, role: "used" }));

/** A data set, runs of a sweep that used it and each made a model, and one that used one of these. */
function sweep(runs: number): Graph {
  const nodes = [node("version:d", "data:v0", "dataset")];
  const pairs: [string, string][] = [];
  for (let i = 0; i < runs; i += 1) {
    nodes.push(node(`run:${i}`, `run ${i}`, "train"), node(`version:${i}`, `cnn:v${i}`, "model"));
    pairs.push(["version:d", `run:${i}`], [`run:${i}`, `version:${i}`]);
  }
  nodes.push(node("run:e", "evaluation", "eval"));
  pairs.push(["version:3", "run:e"]);
  return { nodes, edges: joined(pairs) };
}

const place = (graph: Graph, id: string) => graph.nodes.findIndex((each) => each.id === id);

test("runs that nothing tells apart are one box, and so are the models that they made", () => {
  const graph = sweep(38);
  const network = networkOf(graph);
  const fans = fansOf(network, new Set([place(graph, "version:d")]));
  expect(fans.map(({ members }) => members.length).sort()).toEqual([37, 37]);
  const { boxes, edges } = pictureOf(network, fans, new Set());
  expect(boxes.map(({ label }) => label).sort()).toEqual([
    "37 runs",
    "37 versions of cnn",
    "cnn:v3",
    "data:v0",
    "evaluation",
    "run 3",
  ]);
  expect(edges).toHaveLength(5);
});

test("an opened fan stands apart, and its members are still joined to what is closed", () => {
  const graph = sweep(10);
  const network = networkOf(graph);
  const fans = fansOf(network, new Set([place(graph, "version:d")]));
  const runs = fans.find(({ members }) => network.nodes[members[0] ?? 0]?.kind === "run");
  const picture = pictureOf(network, fans, new Set([runs?.id ?? ""]));
  expect(picture.boxes).toHaveLength(10 + 4);
  const models = picture.boxes.findIndex(({ count }) => count > 1);
  expect(picture.from[models]).toHaveLength(9);
  expect(picture.boxes.filter(({ fan }) => fan === runs?.id)).toHaveLength(9);
});

test("a chain of models stays a chain, however long", () => {
  const nodes: LineageNode[] = [];
  const pairs: [string, string][] = [];
  for (let i = 0; i < 100; i += 1) {
    nodes.push(node(`version:${i}`, `cnn:v${i}`, "model"), node(`run:${i}`, `run ${i}`, "train"));
    pairs.push([`version:${i}`, `run:${i}`]);
    if (i > 0) pairs.push([`run:${i - 1}`, `version:${i}`]);
  }
  expect(fansOf(networkOf({ nodes, edges: joined(pairs) }), new Set([0]))).toEqual([]);
});

/** Numbers that look like chance, the same each time. */
function* chances(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

function random(seed: number, count: number): Graph {
  const chance = chances(seed);
  const nodes = Array.from({ length: count }, (_, i) =>
    i % 2 === 0
      ? node(`run:${i}`, `run ${i}`, `job${i % 3}`)
      : node(`version:${i}`, `a${i % 5}:v${i}`, "model"),
  );
  const pairs = Array.from({ length: 2 * count }, () => {
    const to = 1 + Math.floor(chance.next().value * (count - 1));
    const from = Math.max(0, to - 1 - Math.floor(chance.next().value * 40));
    return [nodes[from]?.id ?? "", nodes[to]?.id ?? ""] as const;
  });
  return { nodes, edges: joined(pairs) };
}

test("whatever is collapsed, every way is still there, and leads from left to right", () => {
  for (let seed = 1; seed < 12; seed += 1) {
    const network = networkOf(random(seed, 80));
    const fans = fansOf(network, new Set([0]));
    const { boxes, edges, to } = pictureOf(network, fans, new Set());
    expect(boxes.reduce((sum, { count }) => sum + count, 0)).toBe(80);
    expect(edges.filter(({ from, to: target }) => (boxes[from]?.x ?? 0) >= (boxes[target]?.x ?? 0))).toEqual(
      [],
    );
    expect(edges.filter(({ points }) => points.length < 2)).toEqual([]);
    // What can be reached in the network can be reached in the picture.
    const boxOf = (at: number) => {
      const fan = fans.find(({ members }) => members.includes(at));
      return boxes.findIndex(({ id }) => id === (fan?.id ?? network.nodes[at]?.id));
    };
    const reached = reach(to, boxOf(0));
    expect([...reach(network.to, 0)].filter((other) => !reached.has(boxOf(other)))).toEqual([]);
  }
});

test("boxes never lie on each other", () => {
  const { boxes } = pictureOf(networkOf(random(5, 200)), [], new Set());
  const onEachOther = boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter((b) => Math.abs(a.x - b.x) < WIDTH && Math.abs(a.y - b.y) < HEIGHT - 0.001)
      .map((b) => [a.id, b.id]),
  );
  expect(onEachOther).toEqual([]);
});

test("only ancestors and descendants are left, and not their other children", () => {
  const graph = sweep(5);
  const whole = networkOf(graph);
  const kept = only(whole, line(whole, place(graph, "version:3")));
  expect(kept.nodes.map(({ id }) => id).sort()).toEqual(["run:3", "run:e", "version:3", "version:d"]);
  expect(kept.to.flat()).toHaveLength(3);
});

test("arrow keys walk what is joined, and the layer", () => {
  const graph = sweep(5);
  const picture = pictureOf(networkOf(graph), [], new Set());
  const at = (id: string) => picture.boxes.findIndex((box) => box.id === id);
  const run = stepFrom(picture, at("version:d"), "right");
  expect(picture.boxes[run]?.id).toMatch(/^run:\d$/);
  expect(stepFrom(picture, run, "left")).toBe(at("version:d"));
  expect(stepFrom(picture, at("version:d"), "left")).toBe(at("version:d"));
  const top = [...picture.boxes.keys()]
    .filter((box) => picture.boxes[box]?.id.startsWith("version:") && box !== at("version:d"))
    .sort((a, b) => (picture.boxes[a]?.y ?? 0) - (picture.boxes[b]?.y ?? 0));
  const first = top[0] ?? -1;
  expect(stepFrom(picture, first, "down")).toBe(top[1]);
  expect(stepFrom(picture, top[1] ?? -1, "up")).toBe(first);
});

test("a lineage of 1,000 nodes is laid out while nobody waits", () => {
  const graph = random(3, 1_000);
  const network = networkOf(graph);
  // The best of some: other programs may have the machine meanwhile.
  const took = Array.from({ length: 5 }, () => {
    const began = performance.now();
    expect(pictureOf(network, fansOf(network, new Set([0])), new Set()).boxes.length).toBeGreaterThan(300);
    return performance.now() - began;
  });
  expect(Math.min(...took)).toBeLessThan(10_000);
}, 60_000);
