import { expect, test } from "vitest";
import type { Json } from "@/api/types";
import { findNodes, type Graph, readGraph } from "./graph";
import { crossings, downward, layersOf, layOut } from "./layout";

const graphOf = (pairs: [number, number][], directed = true): Graph => {
  const count = Math.max(...pairs.flat()) + 1;
  return {
    directed,
    nodes: Array.from({ length: count }, (_, i) => ({ id: `${i}`, label: `node ${i}`, facts: {} })),
    edges: pairs.map(([from, to]) => ({ from, to, label: "" })),
  };
};

test("a graph is read as runs log it, without edges of nodes that are not there", () => {
  const document: Json = {
    directed: true,
    nodes: [{ id: "a", label: "first", type: "conv" }, { id: 1 }, "no"],
    edges: [{ source: "a", target: 1 }, { source: "a", target: "gone" }, 3],
  };
  expect(readGraph(document)).toEqual({
    directed: true,
    nodes: [
      { id: "a", label: "first", facts: { type: "conv" } },
      { id: "1", label: "1", facts: {} },
    ],
    edges: [{ from: 0, to: 1, label: "" }],
  });
  expect(readGraph({ nodes: 3, edges: [] })).toBeNull();
  const graph = readGraph(document);
  expect(graph && [findNodes(graph, "CONV"), findNodes(graph, "first"), findNodes(graph, " ")]).toEqual([
    [0],
    [0],
    [],
  ]);
});

test("edges go down, also those of cycles and loops", () => {
  for (const pairs of [
    [
      [0, 1],
      [1, 2],
      [2, 0],
    ],
    [
      [0, 0],
      [0, 1],
    ],
    [
      [0, 1],
      [1, 0],
      [1, 2],
      [2, 1],
    ],
  ] as [number, number][][]) {
    const graph = graphOf(pairs);
    const down = downward(graph);
    const layers = layersOf(graph.nodes.length, down);
    for (const { top, bottom } of down) {
      if (top !== bottom) expect(layers[top]).toBeLessThan(layers[bottom] ?? 0);
    }
  }
});

test("nodes do not overlap, edges begin and end at theirs, whatever the graph", () => {
  let state = 3;
  const random = (below: number) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let round = 0; round < 40; round += 1) {
    const count = 2 + random(30);
    const pairs = Array.from({ length: 1 + random(50) }, (): [number, number] => [
      random(count),
      random(count),
    ]);
    const graph = graphOf(pairs, round % 2 === 0);
    const { nodes, edges, width, height } = layOut(graph);
    for (const [i, a] of nodes.entries()) {
      expect(a.x - a.width / 2).toBeGreaterThanOrEqual(-1e-6);
      expect(a.x + a.width / 2).toBeLessThanOrEqual(width + 1e-6);
      expect(a.y + a.height / 2).toBeLessThanOrEqual(height + 1e-6);
      for (const b of nodes.slice(i + 1)) {
        const apart =
          Math.abs(a.x - b.x) >= (a.width + b.width) / 2 - 1e-6 || Math.abs(a.y - b.y) >= a.height;
        expect(apart).toBe(true);
      }
    }
    for (const [i, edge] of graph.edges.entries()) {
      if (edge.from === edge.to) continue;
      expect(edges[i]?.[0]?.[0]).toBeCloseTo(nodes[edge.from]?.x ?? -1);
      expect(edges[i]?.at(-1)?.[0]).toBeCloseTo(nodes[edge.to]?.x ?? -1);
    }
  }
});

test("crossings are counted, and those that need not be are not", () => {
  expect(
    crossings(
      [
        [0, 1],
        [2, 3],
      ],
      [[3], [2], [], []],
    ),
  ).toBe(1);
  expect(
    crossings(
      [
        [0, 1],
        [2, 3],
      ],
      [[2], [3], [], []],
    ),
  ).toBe(0);
  // Two ladders whose rungs were logged crosswise.
  const { edges, nodes } = layOut(
    graphOf([
      [0, 3],
      [1, 2],
      [2, 4],
      [3, 5],
    ]),
  );
  const side = (node: number) => Math.sign((nodes[node]?.x ?? 0) - (nodes[0]?.x ?? 0));
  expect(side(2)).toBe(side(1));
  expect(edges).toHaveLength(4);
});

test("500 nodes in layers are laid out", () => {
  const pairs: [number, number][] = [];
  for (let layer = 1; layer < 50; layer += 1) {
    for (let i = 0; i < 10; i += 1)
      for (const j of [i, (i + 1) % 10]) pairs.push([(layer - 1) * 10 + i, layer * 10 + j]);
  }
  const { height } = layOut(graphOf(pairs));
  expect(height).toBeGreaterThan(49 * 26);
});

test("an empty graph has a layout", () => {
  expect(layOut({ directed: true, nodes: [], edges: [] }).nodes).toEqual([]);
});
