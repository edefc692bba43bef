import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { blobJsonQuery } from "@/api/queries";
import type { Json, MediaItem } from "@/api/types";
import { formatCount } from "@/format/number";
import { type Graph, readGraph } from "./graph";
import { type Layout, layOut } from "./layout";

/** Beyond this nobody reads it, and laying it out takes long. */
const MOST_NODES = 3_000;
const MOST_EDGES = 10_000;

export interface Drawn {
  graph: Graph;
  layout: Layout;
}

/** An item's graph with its layout, or why there is none. */
export function useGraph(item: MediaItem): { drawn: Drawn | null; error: Error | null } {
  const query = useQuery({ ...blobJsonQuery(item.sha256), staleTime: Number.POSITIVE_INFINITY });
  const { data } = query;
  const made = useMemo(() => {
    if (data === undefined) return { drawn: null, error: null };
    const graph = readGraph(data as Json);
    if (!graph)
      return { drawn: null, error: new Error("This is no graph that can be read. Download the file.") };
    const [nodes, edges] = [graph.nodes.length, graph.edges.length];
    if (nodes === 0) return { drawn: null, error: new Error("The graph has no nodes.") };
    if (nodes > MOST_NODES || edges > MOST_EDGES) {
      const words = `${formatCount(nodes)} nodes and ${formatCount(edges)} edges are too many to be drawn here. Download the file.`;
      return { drawn: null, error: new Error(words) };
    }
    return { drawn: { graph, layout: layOut(graph) }, error: null };
  }, [data]);
  return query.error ? { drawn: null, error: query.error } : made;
}
