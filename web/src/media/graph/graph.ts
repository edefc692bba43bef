import type { Json } from "@/api/types";

export interface GraphNode {
  id: string;
  label: string;
  /** What else is known of it. */
  facts: Record<string, Json>;
}

export interface GraphEdge {
  /** Positions of nodes. */
  from: number;
  to: number;
  label: string;
}

export interface Graph {
  directed: boolean;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

type Document = { [name: string]: Json };

const isDocument = (value: Json | undefined): value is Document =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The graph that a document is, as runs log it; null where it is none. Edges of nodes that are not there are left out. */
export function readGraph(document: Json): Graph | null {
  if (!isDocument(document) || !Array.isArray(document.nodes) || !Array.isArray(document.edges)) return null;
  const nodes = document.nodes.filter(isDocument).map(({ id, label, ...facts }): GraphNode => {
    const name = String(id);
    return { id: name, label: typeof label === "string" ? label : name, facts };
  });
  const places = new Map(nodes.map(({ id }, i) => [id, i]));
  const edges = document.edges.filter(isDocument).flatMap(({ source, target, label }): GraphEdge[] => {
    const [from, to] = [places.get(String(source)), places.get(String(target))];
    if (from === undefined || to === undefined) return [];
    return [{ from, to, label: typeof label === "string" ? label : "" }];
  });
  return { directed: document.directed !== false, nodes, edges };
}

/** The positions of nodes in which words are found: in their id, label or facts. */
export function findNodes({ nodes }: Graph, words: string): number[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return [];
  return nodes.flatMap(({ id, label, facts }, i) => {
    const text = [id, label, ...Object.values(facts).map(String)].join("\n").toLowerCase();
    return text.includes(wanted) ? [i] : [];
  });
}
