import type { LineageNode } from "@/api/types";
import { formatCount } from "@/format/number";
import { layOut } from "@/media/graph/layout";
import { isRegistry } from "@/route/paths";
import type { Fan } from "./fans";
import type { Network } from "./network";

/** What is drawn as one box: a run, a version, or several that are alike. */
export interface Box {
  id: string;
  /** The first of those that it stands for. */
  node: LineageNode;
  /** How many it stands for, and whether they are closed up in it. */
  count: number;
  /** The fan that a single node came out of when that was opened; null otherwise. */
  fan: string | null;
  label: string;
  /** The second line. */
  about: string;
  /** The middle. */
  x: number;
  y: number;
}

export interface Picture {
  boxes: Box[];
  /** To each box from which others, and from it to which; positions. */
  from: number[][];
  to: number[][];
  /** Through which points each edge goes, and between which boxes. */
  edges: { from: number; to: number; points: readonly (readonly [x: number, y: number])[] }[];
  width: number;
  height: number;
}

export const WIDTH = 186;
export const HEIGHT = 38;
const BESIDE = 10;
const BETWEEN = 64;
/** Among many boxes longer edges would each cost a way through every layer between. */
const FEW_BOXES = 200;
const MOST_BENDS = 6;

/** Lays a network out from left to right, with those fans closed that are not opened. */
export function pictureOf(network: Network, fans: readonly Fan[], opened: ReadonlySet<string>): Picture {
  const { nodes, to } = network;
  const fanOf = new Map<number, Fan>();
  for (const fan of fans) for (const member of fan.members) fanOf.set(member, fan);
  const boxes: Omit<Box, "x" | "y">[] = [];
  const placeOf = new Map<string, number>();
  const boxOf = nodes.map((node, place) => {
    const fan = fanOf.get(place);
    const closed = fan !== undefined && !opened.has(fan.id);
    const id = closed ? fan.id : node.id;
    const known = placeOf.get(id);
    if (known !== undefined) return known;
    const count = closed ? fan.members.length : 1;
    placeOf.set(id, boxes.length);
    boxes.push({ id, node, count, fan: fan && !closed ? fan.id : null, ...wordsOf(node, count) });
    return boxes.length - 1;
  });
  const links = new Map<string, { from: number; to: number; label: string }>();
  for (const [source, targets] of to.entries()) {
    for (const target of targets) {
      const [a, b] = [boxOf[source] ?? 0, boxOf[target] ?? 0];
      if (a !== b) links.set(`${a} ${b}`, { from: a, to: b, label: "" });
    }
  }
  const edges = [...links.values()];
  const graph = { directed: true, nodes: boxes.map(({ id, label }) => ({ id, label, facts: {} })), edges };
  const layout = layOut(graph, {
    widthOf: () => HEIGHT,
    height: WIDTH,
    beside: BESIDE,
    beneath: BETWEEN,
    mostBends: boxes.length <= FEW_BOXES ? FEW_BOXES : MOST_BENDS,
  });
  const from = boxes.map((): number[] => []);
  const onward = boxes.map((): number[] => []);
  for (const edge of edges) {
    onward[edge.from]?.push(edge.to);
    from[edge.to]?.push(edge.from);
  }
  return {
    boxes: boxes.map((box, place) => {
      const { x, y } = layout.nodes[place] ?? { x: 0, y: 0 };
      return { ...box, x: y, y: x };
    }),
    from,
    to: onward,
    edges: edges.map((edge, place) => ({
      from: edge.from,
      to: edge.to,
      points: throughLayers(layout.edges[place] ?? []),
    })),
    width: layout.height,
    height: layout.width,
  };
}

/** The layout's points turned to the right; where an edge passes a layer, it goes level between its boxes. */
function throughLayers(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  return points.flatMap(([x, y], at) =>
    at === 0 || at === points.length - 1
      ? [[y, x] as const]
      : [[y - WIDTH / 2, x] as const, [y + WIDTH / 2, x] as const],
  );
}

function wordsOf(node: LineageNode, count: number): { label: string; about: string } {
  const isRun = node.kind === "run";
  if (count === 1) {
    const linked = isRegistry(node.project) ? `in ${node.project}` : "";
    const gone = !isRun && node.state === "deleted" ? "deleted" : "";
    const about = isRun ? ["run", node.group, node.state] : [node.group, linked, gone];
    return { label: node.label, about: about.filter((word) => word !== "").join(" · ") };
  }
  const name = node.label.slice(0, node.label.lastIndexOf(":"));
  return isRun
    ? { label: `${formatCount(count)} runs`, about: node.group || node.project }
    : { label: `${formatCount(count)} versions of ${name}`, about: node.group };
}

/** An edge as a way through points that leaves and arrives level. */
export function curve(points: Picture["edges"][number]["points"]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let [x, y] = first;
  let path = `M${round(x)} ${round(y)}`;
  for (const [toX, toY] of rest) {
    const middle = (x + toX) / 2;
    path += `C${round(middle)} ${round(y)} ${round(middle)} ${round(toY)} ${round(toX)} ${round(toY)}`;
    [x, y] = [toX, toY];
  }
  return path;
}

const round = (value: number): number => Math.round(value);
