import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { CommentMarks } from "@/comments/CommentMarks";
import type { Mark } from "@/comments/marks";
import { plural } from "@/format/number";
import { unitOf } from "@/format/units";
import { axisLabel, formatX, unitsPerSecond } from "../../axis";
import { highlight } from "../../highlight";
import { LineChart } from "../../lines/LineChart";
import { extremesOf, type Plot } from "../../lines/plot";
import { isOpen, type Limits } from "../../settings/params";
import type { LinesSettings } from "./kind";
import styles from "./Lines.module.css";
import { type Place, Readout, type ReadoutHandle } from "./Readout";
import { askedRange, drawnLimits } from "./usePlots";

const PlaceComment = lazy(() => import("@/comments/PlaceComment"));

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
  /** Where people said something of the chart. */
  marks?: readonly Mark[];
  panel?: string;
  /** How one comments at a place of the chart; missing where nobody does. */
  commenting?: Commenting;
}

export interface Commenting {
  /** The next place that is pressed is the one. */
  choosing: boolean;
  onChosen(): void;
  /** A comment was written: its mark is to be seen. */
  onWritten(): void;
}

const NO_MARKS: readonly Mark[] = [];

/** A chart with its tooltip, and what it says while there is nothing to draw. */
export function Chart(props: Props) {
  const { plot, error, title, settings, limits, zoomed, onZoom, onLimitY, height, panel } = props;
  const { marks = NO_MARKS, commenting } = props;
  const [place, setPlace] = useState<Place | null>(null);
  const choosing = commenting?.choosing ?? false;
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The keys of the chart choose a place, too.
    if (choosing) frame.current?.querySelector<HTMLElement>("[role=img]")?.focus();
  }, [choosing]);
  const comment = (at: Place | null) => {
    if (at === null) return;
    commenting?.onChosen();
    setPlace(at);
  };
  const { x, logx, log, clip, yl } = settings;
  const unit = unitOf(settings.metric);
  const readout = useRef<ReadoutHandle>(null);
  const [lefts, setLefts] = useState<readonly (number | null)[]>([]);
  const units = unitsPerSecond(x);
  const places = useMemo(() => marks.map((mark) => mark.x / units), [marks, units]);
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
  return (
    <div ref={frame} className={styles.plot} data-choosing={choosing || undefined}>
      <LineChart
        plot={plot}
        x={x}
        logX={logx}
        log={log}
        clip={clip}
        xLimits={drawnLimits(limits, x)}
        yLimits={unit === "percent" ? percentLimits(plot, yl) : yl}
        unit={unit}
        height={height}
        label={describe(title, settings, plot)}
        marks={places}
        onMarks={(next) => setLefts((now) => (next.join() === now.join() ? now : next))}
        onPointer={(pointer) => readout.current?.point(pointer)}
        onPin={() => {
          if (choosing) comment(readout.current?.place() ?? null);
          else readout.current?.pin();
        }}
        onZoom={(range) => onZoom(askedRange(x, range))}
        onZoomY={onLimitY}
        onReset={() => {
          // A double-click is two clicks, too: they are not meant to pin.
          readout.current?.unpin();
          if (zoomed) onZoom(null);
          if (!isOpen(yl)) onLimitY(undefined);
        }}
      />
      {plot.lines.length === 0 && (
        <p className={styles.state}>
          {error ? error.message : zoomed ? "No points in this range" : "No points yet"}
        </p>
      )}
      {choosing && (
        <p className={styles.choosing} role="status">
          Press the place to comment at. Esc leaves it.
        </p>
      )}
      <Readout ref={readout} plot={plot} x={x} onComment={commenting && comment} />
      {place && panel !== undefined && (
        <Suspense>
          <PlaceComment
            panel={panel}
            title={title}
            axis={x}
            place={{ ...place, x: place.x * units }}
            said={formatX(x, place.x)}
            onWritten={() => commenting?.onWritten()}
            onClose={() => setPlace(null)}
          />
        </Suspense>
      )}
      {panel !== undefined && marks.length > 0 && (
        <CommentMarks panel={panel} title={title} marks={marks} lefts={lefts} />
      )}
    </div>
  );
}

/** Percents are seen as shares of a hundred, unless some are more: a process may use several cores. */
function percentLimits(plot: Plot, limits: Limits): Limits {
  const within = plot.lines.every((line) => {
    const [low, high] = extremesOf(line);
    return !(low < 0) && !(high > 100);
  });
  return within && isOpen(limits) ? [0, 100] : limits;
}

function describe(title: string, { x }: LinesSettings, { lines }: Plot): string {
  return `${title} over ${axisLabel(x)}, line chart of ${plural(lines.length, lines[0]?.group ? "group" : "run")}`;
}
