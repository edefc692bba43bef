import { useMemo } from "react";
import { formatCount, formatNumber } from "@/format/number";
import { Notice } from "@/ui/Notice";
import type { CardProps } from "../registry";
import { barsOf, drawn } from "./bars";
import styles from "./HistogramCard.module.css";

/** The distribution of one step: as much as lies in each bin, and what lies in none. */
export default function HistogramCard({ item }: CardProps) {
  const bars = useMemo(() => barsOf(item), [item]);
  if (bars === null) return <Notice title="This histogram cannot be read." inline />;
  const total = bars.counts.reduce((sum, count) => sum + count, 0);
  const [low, high] = [bars.edges[0] ?? 0, bars.edges.at(-1) ?? 0];
  const range = `${formatNumber(low)} to ${formatNumber(high)}`;
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.plot}
        viewBox="0 0 1 1"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${formatCount(total)} values from ${range}`}
      >
        {drawn(bars).map((bar) => (
          <rect
            key={bar.left}
            className={styles.bar}
            x={bar.left}
            y={1 - bar.height}
            width={bar.width}
            height={bar.height}
          >
            <title>{`${formatNumber(bar.low)} to ${formatNumber(bar.high)}: ${formatCount(bar.count)}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption className={styles.scale}>
        <span>{formatNumber(low)}</span>
        <span className={styles.apart}>
          {bars.apart.map(({ name, count }) => `${name} ${formatCount(count)}`).join(" · ")}
        </span>
        <span>{formatNumber(high)}</span>
      </figcaption>
    </figure>
  );
}
