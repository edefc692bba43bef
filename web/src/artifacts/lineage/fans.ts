import { downward, layersOf } from "@/media/graph/layout";
import type { Network } from "./network";

/** Several nodes that nothing tells apart but their names: the 37 runs of a sweep, the 37 models that they made. */
export interface Fan {
  /** That of its first member, so that it is found again when others come. */
  id: string;
  /** Positions in the network. */
  members: readonly number[];
}

/** Fewer nodes than this stand by themselves. */
export const FEWEST = 4;
/** So far around a node others are looked at, to tell it from its like. */
const ROUNDS = 8;

/**
 * The fans of a network: nodes of one kind in one layer whose neighbours on either side are of the same fans. One that is
 * looked at is its own, and so is whatever it tells apart.
 *
 * Layers come first, so that what a fan leads to never leads back to it; a chain of models, each made of the one before,
 * stays a chain.
 */
export function fansOf(network: Network, looked: ReadonlySet<number>): Fan[] {
  const { nodes, from, to } = network;
  const edges = to.flatMap((targets, source) =>
    targets.map((target) => ({ from: source, to: target, label: "" })),
  );
  const graph = {
    directed: true,
    nodes: nodes.map(({ id, label }) => ({ id, label, facts: {} })),
    edges,
  };
  const layers = layersOf(nodes.length, downward(graph));
  let colours = numbered(
    nodes.map((node, place) =>
      [layers[place], node.kind, familyOf(network, place), looked.has(place) ? node.id : ""].join("\n"),
    ),
  );
  let count = new Set(colours).size;
  for (let round = 0; round < ROUNDS; round += 1) {
    const told = (next: readonly number[]) =>
      [...new Set(next.map((place) => colours[place] ?? 0))].sort((a, b) => a - b).join(",");
    colours = numbered(
      colours.map((colour, place) => `${colour}<${told(from[place] ?? [])}>${told(to[place] ?? [])}`),
    );
    const now = new Set(colours).size;
    if (now === count) break;
    count = now;
  }
  const members = new Map<number, number[]>();
  for (const [place, colour] of colours.entries()) {
    const own = members.get(colour);
    if (own) own.push(place);
    else members.set(colour, [place]);
  }
  return [...members.values()]
    .filter((all) => all.length >= FEWEST)
    .map((all) => {
      const ids = all.map((place) => nodes[place]?.id ?? "").sort();
      return { id: `fan:${ids[0]}`, members: all };
    });
}

/** Versions of one collection, runs of one job in one project. */
function familyOf({ nodes }: Network, place: number): string {
  const node = nodes[place];
  if (!node) return "";
  const name = node.kind === "version" ? node.label.slice(0, node.label.lastIndexOf(":")) : "";
  return `${node.project}\n${node.group}\n${name}`;
}

/** Equal texts get equal numbers. */
function numbered(texts: readonly string[]): number[] {
  const known = new Map<string, number>();
  return texts.map((text) => {
    const found = known.get(text) ?? known.size;
    known.set(text, found);
    return found;
  });
}
