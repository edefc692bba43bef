import { useEffect, useLayoutEffect, useRef } from "react";
import uPlot from "uplot";
import type { XAxis } from "@/api/types";
import { formatTick } from "@/format/number";
import { formatDuration, formatTimeTick } from "@/format/time";
import { tokenColour, useTheme } from "@/theme/theme";
import { ticksBetween } from "../axis";
import { useHighlight } from "../highlight";
import styles from "./LineChart.module.css";
import { Painter } from "./painter";
import { type Plot, valueRange } from "./plot";

/** Where the pointer is on a chart: the nearest grid index, and the place on the page. */
export interface Pointer {
  index: number;
  left: number;
  top: number;
  /** Pixels of the page for a value on the y axis. */
  yOf(value: number): number;
  xOf(value: number): number;
}

interface Props {
  plot: Plot;
  x: XAxis;
  /** The visible interval of x, in the plot's units; null shows everything. */
  range: readonly [number, number] | null;
  log: boolean;
  height: number;
  label: string;
  onPointer(pointer: Pointer | null): void;
  onPin(): void;
  onZoom(range: [number, number] | null): void;
}

const MIN_DRAG_PX = 5;

/** The one door to the charting library: nothing outside this file and the painter knows it. */
export function LineChart(props: Props) {
  const { plot, x, range, log, height, label } = props;
  const theme = useTheme();
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const latest = useRef({ ...props, theme });
  latest.current = { ...props, theme };

  // uPlot fixes these when it is made; all else is read anew at every drawing.
  const shape = JSON.stringify([x, log, plot.lines.map((line) => [line.id, line.dash.length])]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for all that needs a new chart.
  useLayoutEffect(() => {
    const element = container.current;
    if (element === null) return;
    const painter = new Painter(latest.current.plot);
    painter.highlighted = useHighlight.getState().run;
    const width = element.clientWidth || 300;
    const u = new uPlot(options(latest, painter, width), dataOf(latest.current.plot), element);
    chart.current = u;
    painters.set(u, painter);

    const unsubscribe = useHighlight.subscribe(({ run }) => {
      painter.highlighted = run;
      u.redraw(false, false);
    });
    const resizer = new ResizeObserver(([entry]) => {
      const size = entry?.contentRect.width ?? 0;
      if (size > 0 && Math.abs(size - u.width) >= 1)
        u.setSize({ width: size, height: latest.current.height });
    });
    resizer.observe(element);
    return () => {
      resizer.disconnect();
      unsubscribe();
      u.destroy();
      chart.current = null;
    };
  }, [shape]);

  useLayoutEffect(() => {
    const u = chart.current;
    const painter = u && painters.get(u);
    if (!u || !painter) return;
    if (painter.plot === plot) return;
    painter.plot = plot;
    u.setData(dataOf(plot));
  }, [plot]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the range is read through `latest` while uPlot rescales.
  useLayoutEffect(() => {
    const u = chart.current;
    u?.setData(u.data);
  }, [range?.[0], range?.[1]]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read through `latest` while uPlot draws.
  useEffect(() => {
    chart.current?.redraw(false, false);
  }, [theme]);

  useLayoutEffect(() => {
    const u = chart.current;
    if (u && u.height !== height) u.setSize({ width: u.width, height });
  }, [height]);

  return (
    <div
      ref={container}
      className={styles.chart}
      style={{ height }}
      role="img"
      aria-label={label}
      data-ready="true"
    />
  );
}

const painters = new WeakMap<uPlot, Painter>();

const dataOf = (plot: Plot): uPlot.AlignedData => [plot.x, ...plot.lines.map((line) => line.values)];

type Latest = { readonly current: Props & { theme: "light" | "dark" } };

function options(latest: Latest, painter: Painter, width: number): uPlot.Options {
  const { x, log, height } = latest.current;
  const colour = (token: `--${string}`) => tokenColour(token, latest.current.theme);
  const font = '11px "Inter Variable", Inter, system-ui, sans-serif';
  const axis: uPlot.Axis = {
    font,
    stroke: () => colour("--ink-3"),
    grid: { stroke: () => colour("--grid"), width: 1 },
    ticks: { show: false },
    border: { show: false },
  };
  return {
    width,
    height,
    padding: [8, 16, 0, 0],
    legend: { show: false },
    focus: { alpha: 1 },
    scales: {
      x: {
        time: x === "time",
        range: () => visibleX(painter.plot, latest.current.range),
      },
      y: {
        distr: log ? 3 : 1,
        // Not from the x scale: while uPlot rescales both, that one still has its old limits.
        range: () => {
          const [low, high] = visibleX(painter.plot, latest.current.range);
          return valueRange(painter.plot, low, high, log) ?? (log ? [0.1, 10] : [0, 1]);
        },
      },
    },
    series: [
      {},
      ...painter.plot.lines.map(
        (line, index): uPlot.Series => ({
          width: 1.5,
          dash: [...line.dash],
          stroke: (u) => {
            // uPlot reads alpha right after the stroke: here it follows the highlighted run.
            const series = u.series[index + 1];
            const own = painter.plot.lines[index];
            if (series) series.alpha = painter.alpha(own);
            return own?.colour ?? "#888";
          },
          paths: painter.linePath,
          points: { show: false },
        }),
      ),
    ],
    axes: [
      { ...axis, size: 26, gap: 4, space: x === "step" ? 60 : 76, ...xTicks(x) },
      {
        ...axis,
        gap: 4,
        space: 34,
        size: (_u, labels) => 16 + 6.4 * Math.max(1, ...(labels ?? []).map((text) => text?.length ?? 0)),
        ...(log ? {} : { splits: linearSplits }),
        // Ticks of a logarithmic axis have no common step: each tells its own magnitude.
        values: (_u, ticks, _axis, _space, step) =>
          ticks.map((tick) => (tick === null ? null : formatTick(tick, log ? Math.abs(tick) : step))),
      },
    ],
    cursor: {
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: MIN_DRAG_PX },
      sync: {
        key: `runstone ${x}`,
        setSeries: false,
        scales: ["x", null],
        // Only the place travels: a drag zooms through the address, once, not through every chart.
        filters: { pub: (type) => type === "mousemove" || type === "mouseleave" },
      },
    },
    hooks: {
      drawAxes: [
        (u) => {
          painter.background = colour("--panel");
          painter.under(u);
        },
      ],
      draw: [(u) => painter.over(u)],
      setSelect: [
        (u) => {
          const { left, width: dragged } = u.select;
          if (dragged < MIN_DRAG_PX) return;
          const from = u.posToVal(left, "x");
          const to = u.posToVal(left + dragged, "x");
          u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
          latest.current.onZoom([from, to]);
        },
      ],
      setCursor: [(u) => pointAt(u, latest)],
      ready: [(u) => listen(u, latest)],
    },
  };
}

/** The interval of x to be seen: the zoomed one, or all that the plot has. */
function visibleX(plot: Plot, range: Props["range"]): [number, number] {
  if (range) return [range[0], range[1]];
  const low = plot.x[0];
  const high = plot.x.at(-1);
  if (low === undefined || high === undefined) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low - plot.bucketWidth / 2, high];
}

const linearSplits: uPlot.Axis.Splits = (_u, _axis, low, high, step) => ticksBetween(low, high, step);

function xTicks(x: XAxis): Partial<uPlot.Axis> {
  if (x === "time") {
    return {
      values: (_u, ticks, _axis, _space, step) =>
        ticks.map((tick) => (tick === null ? null : formatTimeTick(tick * 1e6, step))),
    };
  }
  if (x === "step") {
    return {
      incrs: [
        1,
        2,
        5,
        ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].flatMap((e) => [10 ** e, 2 * 10 ** e, 5 * 10 ** e]),
      ],
      splits: linearSplits,
      values: (_u, ticks, _axis, _space, step) =>
        ticks.map((tick) => (tick === null ? null : formatTick(tick, step))),
    };
  }
  return {
    splits: linearSplits,
    incrs: [
      0.001, 0.01, 0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800,
      43200, 86400, 172800, 604800,
    ],
    values: (_u, ticks) => ticks.map((tick) => (tick === null ? null : formatDuration(tick))),
  };
}

function listen(u: uPlot, latest: Latest): void {
  let pressed = 0;
  u.over.addEventListener("mousedown", (event) => {
    pressed = event.clientX;
  });
  u.over.addEventListener("click", (event) => {
    if (Math.abs(event.clientX - pressed) < MIN_DRAG_PX) latest.current.onPin();
  });
  u.over.addEventListener("dblclick", () => latest.current.onZoom(null));
  u.over.addEventListener("mouseleave", () => latest.current.onPointer(null));
}

function pointAt(u: uPlot, latest: Latest): void {
  const { left = -1, top = -1, event } = u.cursor;
  // Without an event of its own the cursor only follows another chart.
  if (event == null || left < 0 || u.data[0].length === 0) return;
  const box = u.over.getBoundingClientRect();
  latest.current.onPointer({
    index: u.posToIdx(left),
    left: box.left + left,
    top: box.top + top,
    xOf: (value) => box.left + u.valToPos(value, "x"),
    yOf: (value) => box.top + u.valToPos(value, "y"),
  });
}
