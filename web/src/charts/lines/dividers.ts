import type uPlot from "uplot";
import type { RunStages, Stage, XAxis } from "@/api/types";
import { type ChartX, metricOf } from "../axis";
import { projectionOf } from "./projection";

/** A place on the x axis at which something begins, and what it is called. */
export interface Divider {
  /** In the plot's units. */
  x: number;
  label: string;
  /** It goes on until the next one: named at the left edge, too, where its beginning is out of sight. */
  lasts: boolean;
}

export const NO_DIVIDERS: readonly Divider[] = [];

/** The stages of a run on a chart's x axis; none on that of a metric. */
export function stageDividers({ stages, created_time }: RunStages, x: ChartX): readonly Divider[] {
  if (metricOf(x) !== null) return NO_DIVIDERS;
  const place: Record<XAxis, (stage: Stage) => number> = {
    step: ({ step }) => step,
    relative: ({ time }) => (time - created_time) / 1e6,
    runtime: ({ runtime }) => runtime / 1e6,
    time: ({ time }) => time / 1e6,
  };
  return stages.map((each) => ({
    x: place[x as XAxis](each),
    label: String(each.stage),
    lasts: true,
  }));
}

/** The stage at a place; null before the first. */
export function stageAt(dividers: readonly Divider[], x: number): string | null {
  return dividers.findLast((divider) => divider.lasts && divider.x <= x)?.label ?? null;
}

export interface PlacedDivider {
  /** In pixels from the left edge of the plot; null where only the name is shown. */
  at: number | null;
  /** Where the name begins, and what it is; null where there is no room for it. */
  name: { left: number; text: string } | null;
}

const LEAST_GAP_PX = 3;
export const NAME_AIR_PX = 4;
const MAX_NAME_CHARS = 24;

/** Which dividers are drawn in a width, and which are named: none over another. `place` is from values to pixels. */
export function placeDividers(
  dividers: readonly Divider[],
  width: number,
  place: (x: number) => number,
  measure: (text: string) => number,
): PlacedDivider[] {
  const placed: PlacedDivider[] = [];
  const at = dividers.map(({ x }) => place(x));
  const first = at.findIndex((each) => each >= 0);
  const before = dividers[(first < 0 ? at.length : first) - 1];
  let free = 0;
  let last = Number.NEGATIVE_INFINITY;
  const name = (label: string, left: number, right: number) => {
    const text = label.length > MAX_NAME_CHARS ? `${label.slice(0, MAX_NAME_CHARS - 1)}…` : label;
    const end = left + measure(text) + 2 * NAME_AIR_PX;
    if (left < free || end > right) return null;
    free = end;
    return { left: left + NAME_AIR_PX, text };
  };
  if (before?.lasts) {
    const entry = name(before.label, 0, Math.min(width, at[first] ?? width));
    if (entry) placed.push({ at: null, name: entry });
  }
  dividers.forEach(({ label }, i) => {
    const left = at[i] as number;
    if (!(left >= 0 && left <= width) || left - last < LEAST_GAP_PX) return;
    last = left;
    placed.push({ at: left, name: name(label, left, width) });
  });
  return placed;
}

export interface DividerColours {
  line: string;
  name: string;
  background: string;
}

const FONT_PX = 10;
const LINE_ALPHA = 0.6;

/** Dashed lines from top to bottom: beneath the chart's own. */
export function drawDividers(
  context: CanvasRenderingContext2D,
  u: uPlot,
  dividers: readonly Divider[],
  { line }: DividerColours,
): void {
  if (dividers.length === 0) return;
  const { left, top, height } = u.bbox;
  const ratio = devicePixelRatio;
  context.save();
  context.strokeStyle = line;
  context.globalAlpha = LINE_ALPHA;
  context.lineWidth = ratio;
  context.setLineDash([4 * ratio, 4 * ratio]);
  context.beginPath();
  for (const { at } of placed(context, u, dividers)) {
    if (at === null) continue;
    context.moveTo(left + at * ratio, top);
    context.lineTo(left + at * ratio, top + height);
  }
  context.stroke();
  context.restore();
}

/** What names above a plot take of its height. */
export const NAMES_PX = 14;

/** Their names: above the plot, where they hide nothing, or inside at its top. */
export function nameDividers(
  context: CanvasRenderingContext2D,
  u: uPlot,
  dividers: readonly Divider[],
  colours: DividerColours,
  where: "above" | "inside",
): void {
  if (dividers.length === 0) return;
  const { left } = u.bbox;
  const ratio = devicePixelRatio;
  const top = u.bbox.top - (where === "above" ? NAMES_PX * ratio : 0);
  context.save();
  context.textBaseline = "top";
  context.textAlign = "left";
  for (const { name } of placed(context, u, dividers)) {
    if (name === null) continue;
    const x = left + name.left * ratio;
    const width = context.measureText(name.text).width;
    context.globalAlpha = 0.85;
    context.fillStyle = colours.background;
    context.fillRect(x - 2 * ratio, top, width + 4 * ratio, (FONT_PX + 3) * ratio);
    context.globalAlpha = 1;
    context.fillStyle = colours.name;
    context.fillText(name.text, x, top + 2 * ratio);
  }
  context.restore();
}

function placed(context: CanvasRenderingContext2D, u: uPlot, dividers: readonly Divider[]): PlacedDivider[] {
  const ratio = devicePixelRatio;
  const to = projectionOf(u);
  context.font = `${FONT_PX * ratio}px "Inter Variable", Inter, system-ui, sans-serif`;
  return placeDividers(
    dividers,
    u.bbox.width / ratio,
    (x) => (to.x(x) - u.bbox.left) / ratio,
    (text) => context.measureText(text).width / ratio,
  );
}
