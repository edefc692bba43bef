import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { Link } from "@/route/Link";
import { Button } from "@/ui/Button";
import { Kind } from "../Kind";
import { routeOfNode } from "../names";
import styles from "./Lineage.module.css";
import type { Picture } from "./picture";

const ROW = 34;
const MOST_NAMED = 3;

interface Props {
  picture: Picture;
  /** What a search found; null without one. */
  found: ReadonlySet<number> | null;
  centre: string;
  onFan(fan: string): void;
}

/** The same as the graph in lines: each node with what it came of and led to, sources first. */
export function LineageList({ picture, found, centre, onFan }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const { boxes } = picture;
  const order = useMemo(
    () =>
      boxes
        .map((_, place) => place)
        .filter((place) => found === null || found.has(place))
        .sort((a, b) => {
          const [one, other] = [boxes[a], boxes[b]];
          return (one?.x ?? 0) - (other?.x ?? 0) || (one?.y ?? 0) - (other?.y ?? 0);
        }),
    [boxes, found],
  );
  const virtual = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const named = (places: readonly number[] = []) => {
    const labels = places.slice(0, MOST_NAMED).map((place) => boxes[place]?.label);
    return labels.join(", ") + (places.length > MOST_NAMED ? ` and ${places.length - MOST_NAMED} more` : "");
  };
  return (
    <div ref={scroller} className={styles.list} role="region" tabIndex={0} aria-label="Lineage as a list">
      {order.length === 0 && <p className={styles.none}>No node matches.</p>}
      <table className={styles.table} aria-rowcount={order.length + 1}>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">What</th>
            <th scope="col">Came of</th>
            <th scope="col">Led to</th>
          </tr>
        </thead>
        <tbody>
          <tr style={{ height: items[0]?.start ?? 0 }} />
          {items.map(({ index }) => {
            const place = order[index] ?? 0;
            const box = boxes[place];
            const route = box && box.count === 1 ? routeOfNode(box.node) : null;
            return (
              box && (
                <tr key={box.id} aria-rowindex={index + 2} aria-current={box.id === centre || undefined}>
                  <td>
                    {route ? (
                      <Link to={route.to} search={route.search} className={styles.link}>
                        {box.label}
                      </Link>
                    ) : (
                      <Button icon="unfold" onClick={() => onFan(box.id)}>
                        {box.label}
                      </Button>
                    )}
                  </td>
                  <td>{box.node.kind === "run" ? box.about : <Kind type={box.node.group} />}</td>
                  <td>{named(picture.from[place])}</td>
                  <td>{named(picture.to[place])}</td>
                </tr>
              )
            );
          })}
          <tr style={{ height: virtual.getTotalSize() - (items.at(-1)?.end ?? 0) }} />
        </tbody>
      </table>
    </div>
  );
}
