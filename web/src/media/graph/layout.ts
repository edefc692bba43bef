import type { Graph } from "./graph";

export interface Box {
  /** The middle. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Layout {
  nodes: Box[];
  /** Through which points each edge goes, from its beginning to its end. */
  edges: (readonly (readonly [x: number, y: number])[])[];
  width: number;
  height: number;
}

/** The measures of nodes, and the room around them. Whoever draws layers from left to right turns x and y. */
export interface Measures {
  /** How wide a node with this label is, across the way that edges go. */
  widthOf(label: string): number;
  /** How high a layer is. */
  height: number;
  beside: number;
  beneath: number;
  /** An edge that passes more layers than this goes straight, behind what lies on its way. */
  mostBends: number;
}

const CHARACTER = 6.6;
const PADDING = 20;
const MOST_CHARACTERS = 26;
const SWEEPS = 8;

/**
 * Lays a graph out in layers (Sugiyama): edges go down, those of a cycle that cannot go up; nodes of a layer are ordered
 * so that few edges cross, and stand near what they are joined to. Some hundred nodes take some milliseconds.
 */
export function layOut(graph: Graph, measures = DOWNWARD): Layout {
  const count = graph.nodes.length;
  const edges = downward(graph);
  const layerOf = layersOf(count, edges);
  const all = withBends(graph, edges, layerOf, measures);
  order(all);
  place(all, measures.beside);
  return drawn(graph, edges, all, measures);
}

export const nodeWidth = (label: string): number =>
  Math.min(label.length, MOST_CHARACTERS) * CHARACTER + PADDING;

const DOWNWARD: Measures = {
  widthOf: nodeWidth,
  height: 26,
  beside: 18,
  beneath: 46,
  mostBends: Number.POSITIVE_INFINITY,
};

/** A label as there is room for it. */
export const shortened = (label: string): string =>
  label.length > MOST_CHARACTERS ? `${label.slice(0, MOST_CHARACTERS - 1)}…` : label;

interface Down {
  top: number;
  bottom: number;
}

/** Each edge with its ends turned so that no way leads back to where it began. Nodes of undirected graphs lie beneath what was met first. */
export function downward({ directed, nodes, edges }: Graph): Down[] {
  const next = nodes.map((): number[] => []);
  const degree = new Array<number>(nodes.length).fill(0);
  for (const { from, to } of edges) {
    if (from === to) continue;
    next[from]?.push(to);
    if (!directed) next[to]?.push(from);
    degree[to] = (degree[to] ?? 0) + 1;
    if (!directed) degree[from] = (degree[from] ?? 0) + 1;
  }
  const places = nodes.map((_, i) => i);
  // Sources first; of what has none, what most is joined to.
  places.sort(
    (a, b) => (directed ? (degree[a] ?? 0) - (degree[b] ?? 0) : (degree[b] ?? 0) - (degree[a] ?? 0)) || a - b,
  );
  return directed ? againstCycles(edges, next, places) : fromTheMiddle(edges, next, places);
}

function againstCycles(edges: Graph["edges"], next: readonly number[][], places: readonly number[]): Down[] {
  /** 0: not met, 1: on the way, 2: done. */
  const state = new Uint8Array(next.length);
  const back = new Set<string>();
  for (const start of places) {
    if (state[start] !== 0) continue;
    const way: [node: number, at: number][] = [[start, 0]];
    state[start] = 1;
    while (way.length > 0) {
      const step = way[way.length - 1] as [number, number];
      const to = next[step[0]]?.[step[1]];
      step[1] += 1;
      if (to === undefined) {
        state[step[0]] = 2;
        way.pop();
      } else if (state[to] === 1) back.add(`${step[0]} ${to}`);
      else if (state[to] === 0) {
        state[to] = 1;
        way.push([to, 0]);
      }
    }
  }
  return edges.map(({ from, to }) =>
    back.has(`${from} ${to}`) ? { top: to, bottom: from } : { top: from, bottom: to },
  );
}

function fromTheMiddle(edges: Graph["edges"], next: readonly number[][], places: readonly number[]): Down[] {
  const met = new Map<number, number>();
  for (const start of places) {
    if (met.has(start)) continue;
    const queue = [start];
    met.set(start, met.size);
    for (const node of queue) {
      for (const to of next[node] ?? []) {
        if (met.has(to)) continue;
        met.set(to, met.size);
        queue.push(to);
      }
    }
  }
  return edges.map(({ from, to }) =>
    (met.get(from) ?? 0) <= (met.get(to) ?? 0) ? { top: from, bottom: to } : { top: to, bottom: from },
  );
}

/** The layer of each node: beneath all that lead to it. */
export function layersOf(count: number, edges: readonly Down[]): number[] {
  const layers = new Array<number>(count).fill(0);
  const waiting = new Array<number>(count).fill(0);
  const below = Array.from({ length: count }, (): number[] => []);
  for (const { top, bottom } of edges) {
    if (top === bottom) continue;
    below[top]?.push(bottom);
    waiting[bottom] = (waiting[bottom] ?? 0) + 1;
  }
  const ready = layers.flatMap((_, node) => (waiting[node] === 0 ? [node] : []));
  for (const node of ready) {
    for (const to of below[node] ?? []) {
      layers[to] = Math.max(layers[to] ?? 0, (layers[node] ?? 0) + 1);
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
  // A source stands just above what it leads to.
  const has = new Array<boolean>(count).fill(false);
  for (const { top, bottom } of edges) if (top !== bottom) has[bottom] = true;
  for (let node = 0; node < count; node += 1) {
    const own = below[node] ?? [];
    if (!has[node] && own.length > 0) {
      layers[node] = Math.min(...own.map((to) => (layers[to] ?? 1) - 1));
    }
  }
  return layers;
}

interface Layered {
  /** Nodes, then bends: where long edges pass a layer. */
  widths: number[];
  layers: number[][];
  above: number[][];
  below: number[][];
  x: number[];
  layerOf: number[];
  /** The bends of each edge, downward. */
  bends: number[][];
}

function withBends(
  graph: Graph,
  edges: readonly Down[],
  layerOf: number[],
  { widthOf, mostBends }: Measures,
): Layered {
  const widths = graph.nodes.map(({ label }) => widthOf(label));
  const all = [...layerOf];
  const above = graph.nodes.map((): number[] => []);
  const below = graph.nodes.map((): number[] => []);
  const link = (top: number, bottom: number) => {
    below[top]?.push(bottom);
    above[bottom]?.push(top);
  };
  const bends = edges.map(({ top, bottom }) => {
    if (top === bottom) return [];
    if ((layerOf[bottom] ?? 0) - (layerOf[top] ?? 0) - 1 > mostBends) return [];
    const own: number[] = [];
    let before = top;
    for (let layer = (layerOf[top] ?? 0) + 1; layer < (layerOf[bottom] ?? 0); layer += 1) {
      const bend = all.length;
      all.push(layer);
      widths.push(2);
      above.push([]);
      below.push([]);
      link(before, bend);
      own.push(bend);
      before = bend;
    }
    link(before, bottom);
    return own;
  });
  const layers: number[][] = Array.from({ length: Math.max(0, ...all) + 1 }, () => []);
  for (const [node, layer] of all.entries()) layers[layer]?.push(node);
  return { widths, layers, above, below, x: all.map(() => 0), layerOf: all, bends };
}

/** Orders each layer by the middle of what its nodes are joined to, downward and upward in turn; the best order found stays. */
function order({ layers, above, below }: Layered): void {
  const position = new Int32Array(above.length);
  const middle = new Float64Array(above.length);
  const number = (layer: readonly number[]) => {
    for (let at = 0; at < layer.length; at += 1) position[layer[at] ?? 0] = at;
  };
  for (const layer of layers) number(layer);
  let best = layers.map((layer) => [...layer]);
  let fewest = crossings(layers, below);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    const isDown = sweep % 2 === 0;
    const neighbours = isDown ? above : below;
    for (const layer of isDown ? layers : [...layers].reverse()) {
      for (const node of layer) {
        const own = neighbours[node] ?? [];
        let sum = 0;
        for (const each of own) sum += position[each] ?? 0;
        middle[node] = own.length > 0 ? sum / own.length : (position[node] ?? 0);
      }
      layer.sort((a, b) => (middle[a] ?? 0) - (middle[b] ?? 0));
      number(layer);
    }
    const now = crossings(layers, below);
    if (now < fewest) {
      fewest = now;
      best = layers.map((layer) => [...layer]);
    }
  }
  for (const [i, layer] of best.entries()) layers[i] = layer;
}

/** How often edges between neighbouring layers cross. */
export function crossings(
  layers: readonly (readonly number[])[],
  below: readonly (readonly number[])[],
): number {
  let found = 0;
  const position = new Int32Array(below.length);
  for (let i = 0; i + 1 < layers.length; i += 1) {
    const next = layers[i + 1] ?? [];
    for (let at = 0; at < next.length; at += 1) position[next[at] ?? 0] = at;
    const size = next.length;
    // Ends in order of beginnings; those after which a smaller one comes cross it.
    const tree = new Int32Array(size + 1);
    let seen = 0;
    for (const node of layers[i] ?? []) {
      const ends = (below[node] ?? []).map((to) => position[to] ?? 0);
      for (const end of ends) {
        let upTo = 0;
        for (let at = end + 1; at > 0; at -= at & -at) upTo += tree[at] ?? 0;
        found += seen - upTo;
      }
      for (const end of ends) {
        seen += 1;
        for (let at = end + 1; at <= size; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
      }
    }
  }
  return found;
}

/** Moves nodes toward what they are joined to, as far as their neighbours let them. */
function place({ layers, above, below, widths, x }: Layered, beside: number): void {
  for (const layer of layers) {
    let left = 0;
    for (const node of layer) {
      const width = widths[node] ?? 0;
      x[node] = left + width / 2;
      left += width + beside;
    }
  }
  for (let sweep = 0; sweep < 2 * SWEEPS; sweep += 1) {
    const neighbours = sweep % 2 === 0 ? above : below;
    for (const layer of sweep % 2 === 0 ? layers : [...layers].reverse()) {
      const wishes = layer.map((node) => {
        const own = (neighbours[node] ?? []).map((each) => x[each] ?? 0).sort((a, b) => a - b);
        const [low, high] = [own[(own.length - 1) >> 1], own[own.length >> 1]];
        return low === undefined || high === undefined ? (x[node] ?? 0) : (low + high) / 2;
      });
      spread(layer, wishes, widths, x, beside);
    }
  }
}

/** Gives each its wish, or what is nearest to all wishes of those that would overlap. */
function spread(
  layer: readonly number[],
  wishes: readonly number[],
  widths: readonly number[],
  x: number[],
  beside: number,
): void {
  /** Nodes that touch each other move as one: from where, and by how much their wishes are off together. */
  const blocks: { first: number; count: number; start: number; sum: number; length: number }[] = [];
  for (const [i, node] of layer.entries()) {
    const width = (widths[node] ?? 0) + beside;
    const wish = (wishes[i] ?? 0) - width / 2;
    blocks.push({ first: i, count: 1, start: wish, sum: wish, length: width });
    for (;;) {
      const [before, last] = [blocks[blocks.length - 2], blocks[blocks.length - 1]];
      if (!before || !last || before.start + before.length <= last.start) break;
      before.sum += last.sum - last.count * before.length;
      before.count += last.count;
      before.length += last.length;
      before.start = before.sum / before.count;
      blocks.pop();
    }
  }
  for (const { first, count, start } of blocks) {
    let left = start;
    for (let i = first; i < first + count; i += 1) {
      const node = layer[i] ?? 0;
      const width = (widths[node] ?? 0) + beside;
      x[node] = left + width / 2;
      left += width;
    }
  }
}

function drawn(graph: Graph, edges: readonly Down[], all: Layered, measures: Measures): Layout {
  const { x, widths, layerOf, bends } = all;
  const { height: layer, beneath } = measures;
  const reach = x.map((at, node) => [at - (widths[node] ?? 0) / 2, at + (widths[node] ?? 0) / 2] as const);
  const low = Math.min(0, ...reach.map(([from]) => from));
  const high = Math.max(1, ...reach.map(([, to]) => to));
  const y = (node: number) => (layerOf[node] ?? 0) * (layer + beneath) + layer / 2;
  const nodes = graph.nodes.map((_, node) => ({
    x: (x[node] ?? 0) - low,
    y: y(node),
    width: widths[node] ?? 0,
    height: layer,
  }));
  const lines = edges.map(({ top, bottom }, i) => {
    const at = (node: number, dy: number) => [(x[node] ?? 0) - low, y(node) + dy] as const;
    if (top === bottom) {
      const { x: middle, y: height, width } = nodes[top] ?? { x: 0, y: 0, width: 0 };
      const right = middle + width / 2;
      return [
        [right, height - 6],
        [right + 14, height],
        [right, height + 6],
      ] as const;
    }
    const line = [at(top, layer / 2), ...(bends[i] ?? []).map((bend) => at(bend, 0)), at(bottom, -layer / 2)];
    return graph.edges[i]?.from === top ? line : line.reverse();
  });
  const height = all.layers.length * (layer + beneath) - beneath;
  return { nodes, edges: lines, width: high - low, height: Math.max(layer, height) };
}
