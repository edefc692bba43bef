import { useEffect, useState } from "react";
import { plural } from "@/format/number";
import { axisLabel } from "../../axis";
import { highlight } from "../../highlight";
import { LineChart, type Pointer } from "../../lines/LineChart";
import type { Plot } from "../../lines/plot";
import { readAt } from "../../lines/readings";
import { Tooltip } from "../../lines/Tooltip";
import { type Limits, OPEN } from "../../settings/params";
import type { LinesSettings } from "./kind";
import styles from "./Lines.module.css";
import { askedRange, drawnLimits } from "./usePlots";

interface Props {
  plot: Plot | null;
  error: Error | null;
  title: string;
  settings: LinesSettings;
  /** What is shown of x, in the API's units. */
  limits: Limits;
  zoomed: boolean;
  onZoom(range: readonly [number, number] | null): void;
  onLimitY(limits: Limits | undefined): void;
  height: number;
}

/** How close to a line, in pixels, the pointer highlights it. */
const NEAR_PX = 16;

/** A chart with its tooltip, and what it says while there is nothing to draw. */
export function Chart({ plot, error, title, settings, limits, zoomed, onZoom, onLimitY, height }: Props) {
  const { x, logx, log, clip, yl } = settings;
  const [pointer, setPointer] = useState<Pointer | null>(null);
  const [pinned, setPinned] = useState<Pointer | null>(null);
  useUnpin(pinned, () => setPinned(null));
  // A chart that leaves the screen takes its highlight along.
  useEffect(() => () => highlight(null), []);

  if (plot === null) {
    return (
      <div className={styles.plot} style={{ height }}>
        {error && (
          <p className={styles.state} role="alert">
            {error.message}
          </p>
        )}
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
    <div className={styles.plot}>
      <LineChart
        plot={plot}
        x={x}
        logX={logx}
        log={log}
        clip={clip}
        xLimits={drawnLimits(limits, x)}
        yLimits={yl}
        height={height}
        label={describe(title, settings, plot)}
        onPointer={point}
        onPin={() => setPinned(pinned ? null : pointer)}
        onZoom={(range) => onZoom(askedRange(x, range))}
        onZoomY={onLimitY}
        onReset={() => {
          if (zoomed) onZoom(null);
          if (yl !== OPEN) onLimitY(undefined);
        }}
      />
      {plot.lines.length === 0 && (
        <p className={styles.state}>
          {error ? error.message : zoomed ? "No points in this range" : "No points yet"}
        </p>
      )}
      {shown && (
        <Tooltip plot={plot} x={x} pointer={shown} pinned={pinned !== null} onUnpin={() => setPinned(null)} />
      )}
    </div>
  );
}

function describe(title: string, { x }: LinesSettings, { lines }: Plot): string {
  return `${title} over ${axisLabel(x)}, line chart of ${plural(lines.length, lines[0]?.group ? "group" : "run")}`;
}

/** A pinned tooltip goes with Escape, a press elsewhere, or when the page scrolls away under it. */
function useUnpin(pinned: Pointer | null, unpin: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever listens unpins the same.
  useEffect(() => {
    if (pinned === null) return;
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
}
