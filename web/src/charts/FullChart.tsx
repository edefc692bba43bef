import { useEffect, useState } from "react";
import { formatNumber } from "@/format/number";
import { Dialog } from "@/ui/Dialog";
import { lastValue } from "./ChartCard";
import styles from "./ChartCard.module.css";
import { ChartPanel, type PanelProps, usePlot } from "./ChartPanel";
import { highlight } from "./highlight";
import type { Line } from "./lines/plot";
import { Swatch } from "./Swatch";

const FULL_BUCKETS = 2000;

interface Props extends PanelProps {
  onClose(): void;
}

/** A chart that fills the window, with the numbers of its runs beneath. */
export function FullChart({ onClose, ...props }: Props) {
  const { plot, error } = usePlot(props, FULL_BUCKETS);
  const height = useFullHeight(plot?.lines.length ?? 0);
  return (
    <Dialog title={props.metric} open full onClose={onClose}>
      <ChartPanel {...props} plot={plot} error={error} height={height} />
      {plot && plot.lines.length > 0 && <Legend lines={plot.lines} />}
    </Dialog>
  );
}

function useFullHeight(lines: number): number {
  const measure = () => Math.max(260, window.innerHeight - 48 - 45 - 32 - Math.min(46 + lines * 27, 240));
  const [, setMeasured] = useState(measure);
  useEffect(() => {
    const onResize = () => setMeasured(measure());
    window.addEventListener("resize", onResize);
    return () => window.removeEventListener("resize", onResize);
  });
  return measure();
}

function Legend({ lines }: { lines: readonly Line[] }) {
  return (
    <table className={styles.legend}>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Last</th>
          <th scope="col">Min</th>
          <th scope="col">Max</th>
          <th scope="col">Points</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id} onPointerEnter={() => highlight(line.id)} onPointerLeave={() => highlight(null)}>
            <th scope="row">
              <span className={styles.run}>
                <Swatch {...line} />
                {line.label}
              </span>
            </th>
            <td>{formatNumber(lastValue(line), 6)}</td>
            <td>{formatNumber(extreme(line.series.min, Math.min), 6)}</td>
            <td>{formatNumber(extreme(line.series.max, Math.max), 6)}</td>
            <td>{line.series.count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function extreme(values: ArrayLike<number>, pick: (a: number, b: number) => number): number {
  let best = Number.NaN;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    if (!Number.isNaN(value)) best = Number.isNaN(best) ? value : pick(best, value);
  }
  return best;
}
