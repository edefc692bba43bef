import { useRef, useState } from "react";
import { formatNumber } from "@/format/number";
import { IconButton } from "@/ui/Button";
import styles from "./ChartCard.module.css";
import { ChartPanel, type PanelProps, usePlot } from "./ChartPanel";
import { FullChart } from "./FullChart";
import type { Line, Plot } from "./lines/plot";
import { useNearViewport } from "./nearViewport";

export const CHART_HEIGHT = 196;
/** About two buckets a pixel column of a card's chart. */
const CARD_BUCKETS = 600;

/** One metric of the shown runs. Nothing is asked for or drawn until it is about to be seen. */
export function ChartCard(props: PanelProps) {
  const { metric } = props;
  const card = useRef<HTMLElement>(null);
  const near = useNearViewport(card);
  return (
    <article
      ref={card}
      className={styles.card}
      aria-label={metric}
      data-metric={metric}
      style={{ minHeight: CHART_HEIGHT + 40 }}
    >
      {near ? <CardContent {...props} /> : <CardHead metric={metric} />}
    </article>
  );
}

function CardHead({ metric }: { metric: string }) {
  return (
    <header className={styles.head}>
      <h3 className={styles.name}>{metric}</h3>
    </header>
  );
}

function CardContent(props: PanelProps) {
  const [full, setFull] = useState(false);
  const { plot, error } = usePlot(props, CARD_BUCKETS);
  const only = props.runs.length === 1 ? plot?.lines[0] : undefined;
  return (
    <>
      <header className={styles.head}>
        <h3 className={styles.name} title={props.metric}>
          {props.metric}
        </h3>
        {plot && <NonFiniteMark plot={plot} />}
        <span className={styles.space} />
        {only && (
          <span className={styles.last} data-number="">
            {formatNumber(lastValue(only), 5)}
          </span>
        )}
        <IconButton
          small
          icon="expand"
          label={`Enlarge ${props.metric}`}
          className={styles.tool}
          onClick={() => setFull(true)}
        />
      </header>
      <ChartPanel {...props} plot={plot} error={error} height={CHART_HEIGHT} />
      {full && <FullChart {...props} onClose={() => setFull(false)} />}
    </>
  );
}

function NonFiniteMark({ plot }: { plot: Plot }) {
  const count = plot.lines.reduce((sum, line) => sum + line.nonfinite.length, 0);
  if (count === 0) return null;
  const kinds = [...new Set(plot.lines.flatMap((line) => line.nonfinite.map(([, kind]) => kind)))];
  return (
    <span
      className={styles.mark}
      title="Values that are no finite numbers are marked at the edges of the chart"
    >
      {count} {kinds.length === 1 && kinds[0] === "NaN" ? "NaN" : "non-finite"}
    </span>
  );
}

export function lastValue(line: Line): number {
  const { last } = line.series;
  for (let i = last.length - 1; i >= 0; i -= 1) if (!Number.isNaN(last[i])) return last[i] as number;
  return Number.NaN;
}
