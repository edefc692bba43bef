import { plural } from "@/format/number";
import { Skeleton } from "@/ui/Notice";
import { OpenButton } from "../card/OpenButton";
import { Problem } from "../card/Problem";
import type { CardProps } from "../registry";
import styles from "./Graph.module.css";
import { GraphPicture } from "./GraphPicture";
import { useGraph } from "./useGraph";

const NONE: ReadonlySet<number> = new Set();

/** The whole of a graph in small. */
export default function GraphCard({ item, shown, height, open }: CardProps) {
  const { drawn, error } = useGraph(item);
  if (error) return <Problem error={error} />;
  if (!drawn) return <Skeleton height={height} />;
  const { graph, layout } = drawn;
  const words = `${plural(graph.nodes.length, "node")}, ${plural(graph.edges.length, "edge")}`;
  return (
    <div className={styles.card}>
      <svg
        className={styles.small}
        viewBox={`-8 -8 ${layout.width + 16} ${layout.height + 16}`}
        role="img"
        aria-label={`${item.caption ?? item.key}: ${words}`}
      >
        <GraphPicture graph={graph} layout={layout} picked={null} found={NONE} />
      </svg>
      <OpenButton item={item} run={shown.run} open={open} />
    </div>
  );
}
