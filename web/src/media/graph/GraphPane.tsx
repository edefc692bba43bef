import { useMemo, useRef, useState } from "react";
import type { MediaItem } from "@/api/types";
import { formatCount, plural } from "@/format/number";
import { formatValue } from "@/format/value";
import { Skeleton } from "@/ui/Notice";
import { type Sight, usePan } from "@/ui/usePan";
import { Problem } from "../card/Problem";
import styles from "./Graph.module.css";
import { GraphPicture } from "./GraphPicture";
import { findNodes } from "./graph";
import { type Drawn, useGraph } from "./useGraph";

interface Props {
  item: MediaItem;
  /** Nodes with these words stand out. */
  find: string;
}

/** A graph that is moved and zoomed, with what is known of a node. */
export function GraphPane({ item, find }: Props) {
  const { drawn, error } = useGraph(item);
  if (error) return <Problem error={error} />;
  if (!drawn) return <Skeleton height={200} />;
  return <Moved key={item.sha256} drawn={drawn} find={find} label={item.caption ?? item.key} />;
}

/** Units a pixel, beyond which labels cannot be read. */
const READABLE = 2;

function Moved({ drawn: { graph, layout }, find, label }: { drawn: Drawn; find: string; label: string }) {
  const svg = useRef<SVGSVGElement>(null);
  const pan = usePan(svg, (size) => {
    const whole = wholeOf(layout, size);
    return whole.scale <= READABLE ? whole : topOf(layout, size);
  });
  const { size, sight } = pan;
  const [picked, setPicked] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [hit, setHit] = useState(0);
  const hits = useMemo(() => findNodes(graph, find), [graph, find]);
  const found = useMemo(() => new Set(hits), [hits]);
  const show = (node: number) => {
    const box = layout.nodes[node];
    if (!box) return;
    setPicked(node);
    const scale = Math.min(sight.scale, 1);
    pan.look({ scale, x: box.x - (size.width * scale) / 2, y: box.y - (size.height * scale) / 2 });
  };
  const whole = () => pan.look(wholeOf(layout, size));
  const move = (right: number, down: number) =>
    pan.look({ ...sight, x: sight.x + right * sight.scale, y: sight.y + down * sight.scale });
  const keys: Record<string, () => void> = {
    ArrowLeft: () => move(-60, 0),
    ArrowRight: () => move(60, 0),
    ArrowUp: () => move(0, -60),
    ArrowDown: () => move(0, 60),
    "+": () => pan.zoom(1.3),
    "=": () => pan.zoom(1.3),
    "-": () => pan.zoom(1 / 1.3),
    "0": whole,
  };
  const told = hovered ?? picked;
  return (
    <div className={styles.pane}>
      <svg
        ref={svg}
        className={styles.graph}
        viewBox={`${sight.x} ${sight.y} ${size.width * sight.scale} ${size.height * sight.scale}`}
        role="application"
        aria-label={`${label}: ${plural(graph.nodes.length, "node")}, ${plural(graph.edges.length, "edge")}. Arrow keys move it, plus and minus zoom.`}
        tabIndex={0}
        {...pan.handlers}
        onDoubleClick={whole}
        onKeyDown={(event) => {
          const act = event.metaKey || event.ctrlKey || event.altKey ? undefined : keys[event.key];
          if (!act) return;
          event.preventDefault();
          act();
        }}
      >
        <GraphPicture
          graph={graph}
          layout={layout}
          picked={told}
          found={found}
          onPick={(node) => !pan.dragged() && setPicked(node)}
          onHover={setHovered}
        />
      </svg>
      {find.trim() !== "" && (
        <p className={styles.hits} role="status">
          {plural(hits.length, "node")} found
          {hits.length > 0 && (
            <button
              type="button"
              className={styles.link}
              onClick={() => {
                const at = hit % hits.length;
                show(hits[at] ?? 0);
                setHit(at + 1);
              }}
            >
              Show {formatCount((hit % hits.length) + 1)} of {formatCount(hits.length)}
            </button>
          )}
        </p>
      )}
      {told !== null && <NodeFacts graph={graph} node={told} onPick={show} />}
    </div>
  );
}

interface Size {
  width: number;
  height: number;
}

function wholeOf(layout: Drawn["layout"], size: Size): Sight {
  const scale = Math.max(0.7, (layout.width + 40) / size.width, (layout.height + 40) / size.height);
  return {
    scale,
    x: layout.width / 2 - (size.width * scale) / 2,
    y: layout.height / 2 - (size.height * scale) / 2,
  };
}

/** Where a graph begins that is too large to be read as a whole. */
function topOf({ nodes }: Drawn["layout"], size: Size): Sight {
  const top = Math.min(...nodes.map(({ y }) => y));
  const first = nodes.filter(({ y }) => y === top);
  const middle = first.reduce((sum, { x }) => sum + x, 0) / Math.max(1, first.length);
  return { scale: 1, x: middle - size.width / 2, y: top - 40 };
}

interface FactsProps {
  graph: Drawn["graph"];
  node: number;
  onPick(node: number): void;
}

/** What is known of a node, and what it is joined to: a way through the graph for keys. */
function NodeFacts({ graph, node, onPick }: FactsProps) {
  const own = graph.nodes[node];
  if (!own) return null;
  const into = graph.edges.filter(({ to }) => to === node).map(({ from }) => from);
  const out = graph.edges.filter(({ from }) => from === node).map(({ to }) => to);
  const joined = (words: string, all: readonly number[]) =>
    all.length > 0 && (
      <div>
        <dt>{words}</dt>
        <dd>
          {[...new Set(all)].slice(0, 30).map((each) => (
            <button key={each} type="button" className={styles.link} onClick={() => onPick(each)}>
              {graph.nodes[each]?.label}
            </button>
          ))}
        </dd>
      </div>
    );
  return (
    <aside className={styles.facts} aria-label={`Node ${own.label}`}>
      <strong>{own.label}</strong>
      <dl>
        {own.id !== own.label && (
          <div>
            <dt>id</dt>
            <dd>{own.id}</dd>
          </div>
        )}
        {Object.entries(own.facts).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatValue(value)}</dd>
          </div>
        ))}
        {joined(graph.directed ? "from" : "joined to", graph.directed ? into : [...into, ...out])}
        {graph.directed && joined("to", out)}
      </dl>
    </aside>
  );
}
