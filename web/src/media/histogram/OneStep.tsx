import { formatCount, formatNumber } from "@/format/number";
import { type Bars, drawn } from "./bars";
import styles from "./HistogramCard.module.css";
import type { Reach } from "./overTime";

interface Props {
  bars: Bars;
  /** How far the picture reaches, where it shares its axis with others. */
  reach: Reach | null;
  /** Of the bars; the page's accent without. */
  colour?: string;
}

/** One histogram: as much as lies in each bin, and what lies in none. */
export function OneStep({ bars, reach, colour }: Props) {
  const total = bars.counts.reduce((sum, count) => sum + count, 0);
  const [low, high] = [bars.edges[0] ?? 0, bars.edges.at(-1) ?? 0];
  const [first, last] = reach ? [reach.low, reach.high] : [low, high];
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.plot}
        viewBox="0 0 1 1"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${formatCount(total)} values from ${formatNumber(low)} to ${formatNumber(high)}`}
      >
        {drawn(bars, [first, last]).map((bar) => (
          <rect
            key={bar.left}
            className={styles.bar}
            fill={colour ?? "var(--accent)"}
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
        <span>{formatNumber(first)}</span>
        <span className={styles.apart}>
          {bars.apart.map(({ name, count }) => `${name} ${formatCount(count)}`).join(" · ")}
        </span>
        <span>{formatNumber(last)}</span>
      </figcaption>
    </figure>
  );
}
