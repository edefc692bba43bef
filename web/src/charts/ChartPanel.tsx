import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { seriesQuery } from "@/api/queries";
import type { XAxis } from "@/api/types";
import { plural } from "@/format/number";
import { AXIS_LABEL, unitsPerSecond } from "./axis";
import styles from "./ChartCard.module.css";
import { highlight } from "./highlight";
import { LineChart, type Pointer } from "./lines/LineChart";
import { type ChartRun, type Plot, toPlot } from "./lines/plot";
import { readAt } from "./lines/readings";
import { Tooltip } from "./lines/Tooltip";

/** What all charts of a view have in common. */
export interface ChartSettings {
  x: XAxis;
  smoothing: number;
  log: boolean;
  /** The zoomed interval in the API's units: steps or microseconds. */
  zoom: readonly [number, number] | null;
  onZoom(range: [number, number] | null): void;
}

export interface PanelProps extends ChartSettings {
  metric: string;
  runs: readonly ChartRun[];
}

/** How close to a line, in pixels, the pointer highlights its run. */
const NEAR_PX = 16;
/** A zoomed chart asks for a little more on both sides, so that its lines run to the edges. */
const OVERSCAN = 0.05;

/** The plot of a panel, kept in sight while a finer or newer one is on its way. */
export function usePlot({ metric, runs, x, smoothing, zoom }: PanelProps, buckets: number) {
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const range = useMemo(() => {
    if (zoom === null) return null;
    const air = (zoom[1] - zoom[0]) * OVERSCAN;
    return [Math.floor(zoom[0] - air), Math.ceil(zoom[1] + air)] as const;
  }, [zoom]);
  const query = useQuery({
    ...seriesQuery({ metric, runs: ids, x, buckets, range }),
    placeholderData: (previous, previousQuery) =>
      previousQuery?.queryKey[2] === x ? keepPreviousData(previous) : undefined,
  });
  const panel = query.data;
  const plot = useMemo(() => (panel ? toPlot(panel, runs, smoothing) : null), [panel, runs, smoothing]);
  return { plot, error: query.error };
}

interface Props extends PanelProps {
  plot: Plot | null;
  error: Error | null;
  height: number;
}

/** A chart with its tooltip, and what it says while there is nothing to draw. */
export function ChartPanel({ plot, error, height, metric, x, log, zoom, onZoom }: Props) {
  const [pointer, setPointer] = useState<Pointer | null>(null);
  const [pinned, setPinned] = useState<Pointer | null>(null);
  const units = unitsPerSecond(x);
  const range = useMemo(() => (zoom ? ([zoom[0] / units, zoom[1] / units] as const) : null), [zoom, units]);

  useEffect(() => {
    if (pinned === null) return;
    const unpin = () => setPinned(null);
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && unpin();
    const onPress = (event: PointerEvent) => {
      if (!(event.target as Element).closest("[data-tooltip]")) unpin();
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("pointerdown", onPress);
    window.addEventListener("scroll", unpin, { capture: true, passive: true });
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("pointerdown", onPress);
      window.removeEventListener("scroll", unpin, { capture: true });
    };
  }, [pinned]);

  // A chart that leaves the screen takes its highlight along.
  useEffect(() => () => highlight(null), []);

  if (plot === null) {
    return (
      <div className={styles.body} style={{ height }}>
        {error && <p className={styles.state}>{error.message}</p>}
      </div>
    );
  }

  const point = (next: Pointer | null) => {
    setPointer(next);
    const nearest = next && readAt(plot, next).nearest;
    if (!next || !nearest || plot.lines.length < 2) return highlight(null);
    const distance = Math.abs(next.yOf(nearest.smoothed ?? nearest.value) - next.top);
    highlight(distance < NEAR_PX ? nearest.line.id : null);
  };
  const shown = pinned ?? pointer;
  return (
    <div className={styles.body}>
      <LineChart
        plot={plot}
        x={x}
        range={range}
        log={log}
        height={height}
        label={describe(metric, x, plot)}
        onPointer={point}
        onPin={() => setPinned(pinned ? null : pointer)}
        onZoom={(next) =>
          onZoom(
            next && [
              Math.round(next[0] * units),
              Math.max(Math.round(next[0] * units) + 1, Math.round(next[1] * units)),
            ],
          )
        }
      />
      {plot.lines.length === 0 && (
        <p className={styles.state}>{zoom ? "No points in this range" : "No points yet"}</p>
      )}
      {shown && (
        <Tooltip plot={plot} x={x} pointer={shown} pinned={pinned !== null} onUnpin={() => setPinned(null)} />
      )}
    </div>
  );
}

function describe(metric: string, x: XAxis, plot: Plot): string {
  return `${metric} over ${AXIS_LABEL[x]}, line chart of ${plural(plot.lines.length, "run")}`;
}
