import { type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import type { MediaItem } from "@/api/types";
import { formatCount, plural } from "@/format/number";
import { formatValue } from "@/format/value";
import { Skeleton } from "@/ui/Notice";
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

/** What is in sight, in the measures of the layout: a corner, and units a pixel. */
interface View {
  x: number;
  y: number;
  scale: number;
}

/** Units a pixel, beyond which labels cannot be read. */
const READABLE = 2;
const FINEST = 1 / 4;
const COARSEST = 40;

function Moved({ drawn: { graph, layout }, find, label }: { drawn: Drawn; find: string; label: string }) {
  const svg = useRef<SVGSVGElement>(null);
  const [size, setSize] = useState({ width: 600, height: 400 });
  const [own, setOwn] = useState<View | null>(null);
  const [picked, setPicked] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [hit, setHit] = useState(0);
  const hits = useMemo(() => findNodes(graph, find), [graph, find]);
  const found = useMemo(() => new Set(hits), [hits]);
  const whole = useMemo((): View => {
    const scale = Math.max(0.7, (layout.width + 40) / size.width, (layout.height + 40) / size.height);
    return {
      scale,
      x: layout.width / 2 - (size.width * scale) / 2,
      y: layout.height / 2 - (size.height * scale) / 2,
    };
  }, [layout, size]);
  const begin = useMemo(() => (whole.scale <= READABLE ? whole : topOf(layout, size)), [whole, layout, size]);
  const view = own ?? begin;
  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth || 600, height: element.clientHeight || 400 }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const zoom = (factor: number, px = size.width / 2, py = size.height / 2) => {
    const scale = Math.max(FINEST, Math.min(COARSEST, view.scale / factor));
    setOwn({ scale, x: view.x + px * (view.scale - scale), y: view.y + py * (view.scale - scale) });
  };
  const show = (node: number) => {
    const box = layout.nodes[node];
    if (!box) return;
    setPicked(node);
    const scale = Math.min(view.scale, 1);
    setOwn({ scale, x: box.x - (size.width * scale) / 2, y: box.y - (size.height * scale) / 2 });
  };
  const onWheel = useRef((_event: WheelEvent) => {});
  onWheel.current = (event) => {
    event.preventDefault();
    const box = svg.current?.getBoundingClientRect();
    const factor = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0018));
    zoom(factor, event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0));
  };
  useEffect(() => {
    const element = svg.current;
    const listen = (event: WheelEvent) => onWheel.current(event);
    element?.addEventListener("wheel", listen, { passive: false });
    return () => element?.removeEventListener("wheel", listen);
  }, []);

  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const point = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, point);
    if (other) {
      const far = (a: { x: number; y: number }) => Math.max(1, Math.hypot(a.x - other.x, a.y - other.y));
      const box = svg.current?.getBoundingClientRect();
      zoom(
        far(point) / far(before),
        (point.x + other.x) / 2 - (box?.left ?? 0),
        (point.y + other.y) / 2 - (box?.top ?? 0),
      );
    } else if (event.buttons !== 0) {
      setOwn({
        ...view,
        x: view.x - (point.x - before.x) * view.scale,
        y: view.y - (point.y - before.y) * view.scale,
      });
    }
  };
  const onPointerEnd = (event: PointerEvent) => pointers.current.delete(event.pointerId);

  const keys: Record<string, () => void> = {
    ArrowLeft: () => setOwn({ ...view, x: view.x - 60 * view.scale }),
    ArrowRight: () => setOwn({ ...view, x: view.x + 60 * view.scale }),
    ArrowUp: () => setOwn({ ...view, y: view.y - 60 * view.scale }),
    ArrowDown: () => setOwn({ ...view, y: view.y + 60 * view.scale }),
    "+": () => zoom(1.3),
    "=": () => zoom(1.3),
    "-": () => zoom(1 / 1.3),
    "0": () => setOwn(whole),
  };
  const told = hovered ?? picked;
  return (
    <div className={styles.pane}>
      <svg
        ref={svg}
        className={styles.graph}
        viewBox={`${view.x} ${view.y} ${size.width * view.scale} ${size.height * view.scale}`}
        role="application"
        aria-label={`${label}: ${plural(graph.nodes.length, "node")}, ${plural(graph.edges.length, "edge")}. Arrow keys move it, plus and minus zoom.`}
        tabIndex={0}
        onPointerDown={(event) =>
          pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
        }
        onPointerMove={onPointerMove}
        onPointerUp={onPointerEnd}
        onPointerCancel={onPointerEnd}
        onPointerLeave={onPointerEnd}
        onDoubleClick={() => setOwn(whole)}
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
          onPick={setPicked}
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

/** Where a graph begins that is too large to be read as a whole. */
function topOf({ nodes }: Drawn["layout"], size: { width: number; height: number }): View {
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
