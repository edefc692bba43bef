import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from "react";
import uPlot from "uplot";
import { tokenColour, useTheme } from "@/theme/theme";
import { formatX } from "../axis";
import { useInSight, whenIdle } from "../sight";
import styles from "./LineChart.module.css";
import { type AxesSettings, chartOptions, MIN_DRAG_PX } from "./options";
import { Painter } from "./painter";
import type { Plot } from "./plot";
import { Spotlight } from "./spotlight";
import { follow } from "./spotlights";

/** Where the pointer is on a chart: the nearest grid index, and the place on the page. */
export interface Pointer {
  index: number;
  left: number;
  top: number;
  /** Pixels of the page for a value on the y axis. */
  yOf(value: number): number;
  xOf(value: number): number;
}

interface Props extends Omit<AxesSettings, "theme" | "inSight"> {
  plot: Plot;
  label: string;
  /** Places on the x axis, in the plot's units; where they are is told at each drawing. */
  marks?: readonly number[];
  /** Pixels from the left of the chart; null for what is outside of it. */
  onMarks?(lefts: readonly (number | null)[]): void;
  onPointer(pointer: Pointer | null): void;
  onPin(): void;
  /** A drag across; in the plot's units. */
  onZoom(range: [number, number]): void;
  /** A drag down. */
  onZoomY(range: [number, number]): void;
  onReset(): void;
}

interface Chart {
  u: uPlot;
  painter: Painter;
  spotlight: Spotlight;
  /** What it was last drawn for, beside its plot. */
  visible: string;
}

/** So long a chart that nobody is at shows what it showed. */
const PATIENCE_MS = 150;

type Latest = { readonly current: Props & AxesSettings };

/** The one door to the charting library: nothing outside this folder knows it. */
export function LineChart(props: Props) {
  const { plot, x, logX, log, xLimits, yLimits, clip, height, label } = props;
  const theme = useTheme();
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart>(null);
  const inSight = useInSight();
  const latest = useRef({ ...props, theme, inSight });
  latest.current = { ...props, theme, inSight };

  // uPlot fixes these when it is made; all else is read anew at every drawing.
  const shape = JSON.stringify([x, logX, log, props.unit, plot.lines.length]);
  const visible = JSON.stringify([xLimits, yLimits, clip]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for all that needs a new chart.
  useLayoutEffect(() => {
    const element = container.current;
    if (element === null) return;
    const made = create(latest, element, visible);
    chart.current = made;
    const resizer = new ResizeObserver(([entry]) => {
      const size = entry?.contentRect.width ?? 0;
      if (size > 0 && Math.abs(size - made.u.width) >= 1)
        made.u.setSize({ width: size, height: latest.current.height });
    });
    resizer.observe(element);
    return () => {
      resizer.disconnect();
      made.u.destroy();
      chart.current = null;
    };
  }, [shape]);

  useLayoutEffect(() => {
    const made = chart.current;
    if (made === null || (made.painter.plot === plot && made.visible === visible)) return;
    let isStale = false;
    const draw = () => {
      if (isStale || chart.current !== made) return;
      const isNamed = made.painter.plot.dividers.length > 0;
      made.painter.plot = plot;
      made.visible = visible;
      made.u.setData(dataOf(plot));
      // Names take some of the plot's height.
      if (plot.dividers.length > 0 !== isNamed) made.u.redraw(false, true);
    };
    const onlyMoved = made.painter.plot === plot;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    if (!inSight) whenIdle(draw);
    // What zooms looks at one chart: the others are drawn once, with the finer points that are about to come.
    else if (onlyMoved && isElsewhere(container.current)) waiting = setTimeout(draw, PATIENCE_MS);
    // Behind the questions that this change leads to, which go off together: they are on their way while it is drawn.
    else queueMicrotask(draw);
    return () => {
      isStale = true;
      clearTimeout(waiting);
    };
  }, [plot, visible, inSight]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read through `latest` while uPlot draws.
  useEffect(() => {
    chart.current?.u.redraw(false, false);
  }, [theme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new shape is a new chart.
  useEffect(() => {
    const made = chart.current;
    if (made && inSight) return follow(made.spotlight);
  }, [shape, inSight]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a drawing tells where they are.
  useEffect(() => {
    const u = chart.current?.u;
    if (u) tellMarks(u, latest);
  }, [props.marks]);

  useLayoutEffect(() => {
    const u = chart.current?.u;
    if (u && u.height !== height) u.setSize({ width: u.width, height });
  }, [height]);

  return (
    <div
      ref={container}
      className={styles.chart}
      style={{ height }}
      role="img"
      aria-label={label}
      aria-description={
        plot.dividers.map((each) => `${each.label} from ${formatX(x, each.x)}`).join(", ") || undefined
      }
      data-ready="true"
      tabIndex={0}
      onKeyDown={(event) => chart.current && moveByKey(event, chart.current.u, latest)}
      onBlur={() => leave(chart.current?.u, latest)}
    />
  );
}

/** Whether neither the pointer nor the keys are on a chart. */
const isElsewhere = (element: HTMLElement | null): boolean =>
  element !== null && !element.matches(":hover, :focus-within");

const dataOf = (plot: Plot): uPlot.AlignedData => [plot.x, ...plot.lines.map((line) => line.values)];

function create(latest: Latest, element: HTMLElement, visible: string): Chart {
  const painter = new Painter(latest.current.plot);
  let spotlight: Spotlight | null = null;
  const u = new uPlot(
    {
      ...chartOptions(latest, painter, element.clientWidth || 300),
      hooks: {
        drawAxes: [
          (chart) => {
            const { theme } = latest.current;
            painter.background = tokenColour("--panel", theme);
            painter.quiet = { line: tokenColour("--ink-3", theme), name: tokenColour("--ink-2", theme) };
            painter.under(chart);
          },
        ],
        draw: [
          (chart) => {
            painter.over(chart);
            spotlight?.refresh();
            tellMarks(chart, latest);
          },
        ],
        setSelect: [(chart) => zoomTo(chart, latest)],
        setCursor: [(chart) => pointAt(chart, latest)],
        ready: [(chart) => listen(chart, latest)],
      },
    },
    dataOf(latest.current.plot),
    element,
  );
  spotlight = new Spotlight(u, painter);
  return { u, painter, spotlight, visible };
}

function tellMarks(u: uPlot, latest: Latest): void {
  const { marks, onMarks } = latest.current;
  if (marks === undefined || onMarks === undefined) return;
  const first = u.bbox.left / uPlot.pxRatio;
  const width = u.bbox.width / uPlot.pxRatio;
  onMarks(
    marks.map((x) => {
      const left = u.valToPos(x, "x");
      return left >= 0 && left <= width ? Math.round(first + left) : null;
    }),
  );
}

function zoomTo(u: uPlot, latest: Latest): void {
  const { left, width, top, height } = u.select;
  if (width < MIN_DRAG_PX && height < MIN_DRAG_PX) return;
  const box = u.over.getBoundingClientRect();
  // uPlot stretches a drag that goes one way only over the whole other way.
  const across = height >= box.height - 1;
  const down = width >= box.width - 1;
  const { onZoom, onZoomY } = latest.current;
  u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
  if (!down || across) onZoom([u.posToVal(left, "x"), u.posToVal(left + width, "x")]);
  if (!across) onZoomY([u.posToVal(top + height, "y"), u.posToVal(top, "y")]);
}

function listen(u: uPlot, latest: Latest): void {
  let pressed = { x: 0, y: 0 };
  u.over.addEventListener("mousedown", (event) => {
    pressed = { x: event.clientX, y: event.clientY };
  });
  u.over.addEventListener("click", (event) => {
    const moved = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y);
    if (moved < MIN_DRAG_PX) latest.current.onPin();
  });
  u.over.addEventListener("dblclick", () => latest.current.onReset());
  u.over.addEventListener("mouseleave", () => latest.current.onPointer(null));
}

function pointAt(u: uPlot, latest: Latest): void {
  const { left = -1, top = -1, event } = u.cursor;
  // Without an event of its own the cursor only follows another chart.
  if (event == null || left < 0 || u.data[0].length === 0) return;
  latest.current.onPointer(pointerAt(u, left, top));
}

function pointerAt(u: uPlot, left: number, top: number): Pointer {
  // As uPlot remembers it: to measure anew would lay out the whole page once a move.
  const box = u.rect;
  return {
    index: u.posToIdx(left),
    left: box.left + left,
    top: box.top + top,
    xOf: (value) => box.left + u.valToPos(value, "x"),
    yOf: (value) => box.top + u.valToPos(value, "y"),
  };
}

/** The keyboard's pointer: arrows go along the lines, Enter pins, + and − zoom, 0 shows everything. */
function moveByKey(event: KeyboardEvent, u: uPlot, latest: Latest): void {
  const { width, height } = u.over.getBoundingClientRect();
  const left = u.cursor.left === undefined || u.cursor.left < 0 ? width / 2 : u.cursor.left;
  const top = u.cursor.top === undefined || u.cursor.top < 0 ? height / 2 : u.cursor.top;
  const stride = event.shiftKey ? 40 : 4;
  const moves: Record<string, [number, number]> = {
    ArrowLeft: [-stride, 0],
    ArrowRight: [stride, 0],
    ArrowUp: [0, -stride],
    ArrowDown: [0, stride],
  };
  const move = moves[event.key];
  if (event.altKey || event.metaKey || event.ctrlKey) return;
  if (move) {
    const [nextLeft, nextTop] = [clamp(left + move[0], width), clamp(top + move[1], height)];
    u.setCursor({ left: nextLeft, top: nextTop }, false);
    latest.current.onPointer(pointerAt(u, nextLeft, nextTop));
  } else if (event.key === "Enter") {
    latest.current.onPin();
  } else if (event.key === "+" || event.key === "-") {
    const half = (width / 2) * (event.key === "+" ? 0.5 : 2);
    latest.current.onZoom([u.posToVal(left - half, "x"), u.posToVal(left + half, "x")]);
  } else if (event.key === "0") {
    latest.current.onReset();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

const clamp = (value: number, high: number): number => Math.min(high - 1, Math.max(0, value));

function leave(u: uPlot | undefined, latest: Latest): void {
  u?.setCursor({ left: -10, top: -10 }, false);
  latest.current.onPointer(null);
}
