import type { ArtifactLineage, LineageNode } from "@/api/types";

/** Runs and versions, and what came of what, by positions. */
export interface Network {
  nodes: readonly LineageNode[];
  /** To a node from each position in `from`, and from it to each in `to`; each once. */
  from: readonly (readonly number[])[];
  to: readonly (readonly number[])[];
}

/** A lineage with its edges at its nodes; edges of nodes that are not there, and loops, are left out. */
export function networkOf({ nodes, edges }: Pick<ArtifactLineage, "nodes" | "edges">): Network {
  const places = new Map(nodes.map(({ id }, place) => [id, place]));
  const from = nodes.map(() => new Set<number>());
  const to = nodes.map(() => new Set<number>());
  for (const { source, target } of edges) {
    const [a, b] = [places.get(source), places.get(target)];
    if (a === undefined || b === undefined || a === b) continue;
    to[a]?.add(b);
    from[b]?.add(a);
  }
  return { nodes, from: from.map((set) => [...set]), to: to.map((set) => [...set]) };
}

/** All that a node came of, or with `to` all that came of it, itself among them. */
export function reach(next: Network["from"], start: number): Set<number> {
  const met = new Set([start]);
  for (const place of met) for (const other of next[place] ?? []) met.add(other);
  return met;
}

/** A node with what it came of, and what came of it. */
export const line = ({ from, to }: Pick<Network, "from" | "to">, start: number): Set<number> =>
  new Set([...reach(from, start), ...reach(to, start)]);

/** Only some of the nodes, and what joins them. */
export function only({ nodes, from, to }: Network, kept: ReadonlySet<number>): Network {
  const old = nodes.flatMap((_, place) => (kept.has(place) ? [place] : []));
  const now = new Map(old.map((place, index) => [place, index]));
  const moved = (next: Network["from"]) =>
    old.map((place) =>
      (next[place] ?? []).flatMap((other) => {
        const found = now.get(other);
        return found === undefined ? [] : [found];
      }),
    );
  return { nodes: old.flatMap((place) => nodes[place] ?? []), from: moved(from), to: moved(to) };
}
