import type uPlot from "uplot";
import { formatTick } from "@/format/number";
import { formatDuration, formatTimeTick } from "@/format/time";
import { BYTE_STEPS, formatUnitTick, type Unit } from "@/format/units";
import { type Theme, tokenColour } from "@/theme/theme";
import { type ChartX, isTime, ticksBetween } from "../axis";
import { NAMES_PX } from "./dividers";
import type { Painter } from "./painter";
import { type Visible, visibleX, visibleY } from "./visible";

/** What a chart's axes depend on. */
export interface AxesSettings extends Visible {
  x: ChartX;
  theme: Theme;
  height: number;
  /** What the values are measured in, where that is known. */
  unit: Unit | null;
  /** Otherwise nobody sees its cursor. */
  inSight: boolean;
}

export const FONT = '11px "Inter Variable", Inter, system-ui, sans-serif';
/** A drag that goes less far down than this is one across. */
const ONE_WAY_PX = 24;
export const MIN_DRAG_PX = 5;

export function chartOptions(
  latest: { readonly current: AxesSettings },
  painter: Painter,
  width: number,
): Omit<uPlot.Options, "hooks"> {
  const { x, logX, log, height, unit } = latest.current;
  const colour = (token: `--${string}`) => tokenColour(token, latest.current.theme);
  const axis: uPlot.Axis = {
    font: FONT,
    stroke: () => colour("--ink-3"),
    grid: { stroke: () => colour("--grid"), width: 1 },
    ticks: { show: false },
    border: { show: false },
  };
  return {
    width,
    height,
    padding: [() => 8 + (painter.plot.dividers.length > 0 ? NAMES_PX : 0), 16, 0, 0],
    legend: { show: false },
    focus: { alpha: 1 },
    scales: {
      x: { time: x === "time", distr: logX ? 3 : 1, range: () => visibleX(painter.plot, latest.current) },
      // Not from the x scale: while uPlot rescales both, that one still has its old limits.
      y: { distr: log ? 3 : 1, range: () => visibleY(painter.plot, latest.current) },
    },
    // The painter draws them, and the ranges are known without looking for their ends: uPlot only knows that they are there.
    series: [
      {},
      ...painter.plot.lines.map(
        (): uPlot.Series => ({ paths: () => null, points: { show: false }, auto: false }),
      ),
    ],
    axes: [
      {
        ...axis,
        size: 26,
        gap: 4,
        space: isTime(x) ? 76 : 60,
        ...(logX ? logTicks : xTicks(x)),
      },
      {
        ...axis,
        gap: 4,
        space: 34,
        size: (_u, labels) => 16 + 6.4 * Math.max(1, ...(labels ?? []).map((text) => text?.length ?? 0)),
        ...yTicks(log, unit),
      },
    ],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: true, uni: ONE_WAY_PX, setScale: false, dist: MIN_DRAG_PX },
      sync: {
        key: `runstone ${x}`,
        setSeries: false,
        scales: ["x", null],
        // Only the place travels: a drag zooms through the address, once, not through every chart.
        filters: {
          pub: (type) => type === "mousemove" || type === "mouseleave",
          sub: (type) => latest.current.inSight || type === "mouseleave",
        },
      },
    },
  };
}

const ticksOf =
  (format: (tick: number, step: number) => string): uPlot.Axis.DynamicValues =>
  (_u, ticks, _axis, _space, step) =>
    ticks.map((tick) => (tick === null ? null : format(tick, step)));

const linearSplits: uPlot.Axis.Splits = (_u, _axis, low, high, step) => ticksBetween(low, high, step);

const linearTicks: Partial<uPlot.Axis> = { splits: linearSplits, values: ticksOf(formatTick) };

/** Ticks of a logarithmic axis have no common step: each tells its own magnitude. */
const logTicks: Partial<uPlot.Axis> = {
  values: (_u, ticks) =>
    ticks.map((tick) => (tick !== null && isRound(tick) ? formatTick(tick, Math.abs(tick)) : null)),
};

function yTicks(log: boolean, unit: Unit | null): Partial<uPlot.Axis> {
  if (unit === null) return log ? logTicks : linearTicks;
  const values = ticksOf((tick, step) => formatUnitTick(tick, log ? Math.abs(tick) : step, unit));
  if (log) return { values };
  return { ...linearTicks, values, ...(unit === "percent" ? {} : { incrs: [...BYTE_STEPS] }) };
}

/** uPlot puts a tick at the very start of a logarithmic axis, whatever stands there. */
function isRound(tick: number): boolean {
  const mantissa = tick / 10 ** Math.floor(Math.log10(tick) + 1e-9);
  return Math.abs(mantissa - Math.round(mantissa)) < 1e-6;
}

const DECADES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const WHOLE_STEPS = [1, 2, 5, ...DECADES.flatMap((e) => [10 ** e, 2 * 10 ** e, 5 * 10 ** e])];
const DURATIONS = [
  0.001, 0.01, 0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200,
  86400, 172800, 604800,
];

function xTicks(x: ChartX): Partial<uPlot.Axis> {
  switch (x) {
    case "time":
      return { values: ticksOf((tick, step) => formatTimeTick(tick * 1e6, step)) };
    case "step":
      return { ...linearTicks, incrs: WHOLE_STEPS };
    case "relative":
    case "runtime":
      return { splits: linearSplits, incrs: DURATIONS, values: ticksOf((tick) => formatDuration(tick)) };
    default:
      return linearTicks;
  }
}
