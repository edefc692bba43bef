import { memo, useId } from "react";
import { cssClassColour } from "../image/layers";
import styles from "./Graph.module.css";
import type { Graph } from "./graph";
import { type Layout, shortened } from "./layout";

interface Props {
  graph: Graph;
  layout: Layout;
  /** The node that is looked at. */
  picked: number | null;
  found: ReadonlySet<number>;
  /** Without it nodes are a picture alone. */
  onPick?(node: number): void;
  onHover?(node: number | null): void;
}

/** The nodes and edges themselves, in the measures of the layout. */
export const GraphPicture = memo(function GraphPicture(props: Props) {
  const { graph, layout, picked, found, onPick, onHover } = props;
  const arrow = useId();
  const kinds = new Map<string, number>();
  for (const { facts } of graph.nodes) {
    const kind = String(facts.type ?? "");
    if (kind !== "" && !kinds.has(kind)) kinds.set(kind, kinds.size);
  }
  return (
    <>
      <defs>
        <marker id={arrow} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path className={styles.arrow} d="M0 0.5 7.5 4 0 7.5Z" />
        </marker>
      </defs>
      {layout.edges.map((points, i) => {
        const edge = graph.edges[i];
        const isNear = picked !== null && (edge?.from === picked || edge?.to === picked);
        return (
          <path
            key={i}
            className={styles.edge}
            data-near={isNear}
            d={curve(points)}
            markerEnd={graph.directed ? `url(#${arrow})` : undefined}
          >
            {edge?.label && <title>{edge.label}</title>}
          </path>
        );
      })}
      {layout.nodes.map(({ x, y, width, height }, i) => {
        const node = graph.nodes[i];
        if (!node) return null;
        const kind = kinds.get(String(node.facts.type ?? ""));
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: keys go through the list of what a node is joined to, and the search.
          <g
            key={node.id}
            className={styles.node}
            data-node={node.id}
            data-picked={i === picked}
            data-found={found.has(i)}
            onClick={onPick && (() => onPick(i))}
            onPointerEnter={onHover && (() => onHover(i))}
            onPointerLeave={onHover && (() => onHover(null))}
          >
            <rect
              x={x - width / 2}
              y={y - height / 2}
              width={width}
              height={height}
              rx={5}
              style={kind === undefined ? undefined : { stroke: cssClassColour(kind) }}
            />
            <text x={x} y={y}>
              {shortened(node.label)}
            </text>
          </g>
        );
      })}
    </>
  );
});

/** A way through points that leaves and arrives upright. */
export function curve(points: readonly (readonly [number, number])[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let [x, y] = first;
  let path = `M${round(x)} ${round(y)}`;
  for (const [toX, toY] of rest) {
    const middle = (y + toY) / 2;
    path += `C${round(x)} ${round(middle)} ${round(toX)} ${round(middle)} ${round(toX)} ${round(toY)}`;
    [x, y] = [toX, toY];
  }
  return path;
}

const round = (value: number): number => Math.round(value * 10) / 10;
