import type uPlot from "uplot";
import type { Floats } from "@/api/series";
import type { Band } from "./plot";

/** From values to pixels of a chart's canvas. */
export interface Projection {
  x(value: number): number;
  y(value: number): number;
}

export function projectionOf(u: uPlot): Projection {
  const { left, top, width, height } = u.bbox;
  const x = axis(u.scales.x, left, width);
  const y = axis(u.scales.y, top + height, -height);
  return { x, y };
}

function axis(scale: uPlot.Scale | undefined, start: number, length: number): (value: number) => number {
  const low = scale?.min ?? 0;
  const high = scale?.max ?? 1;
  if (scale?.distr === 3) {
    const first = Math.log10(low);
    const factor = length / (Math.log10(high) - first || 1);
    return (value) => start + (Math.log10(value) - first) * factor;
  }
  const factor = length / (high - low || 1);
  return (value) => start + (value - low) * factor;
}

/** A line through its points; an empty bucket has no point of this run, so the line goes on to the next. */
export function traceLine(xs: Float64Array, ys: Floats, to: Projection): Path2D {
  const path = new Path2D();
  let pen = false;
  for (let i = 0; i < ys.length; i += 1) {
    const y = to.y(ys[i] as number);
    if (!Number.isFinite(y)) continue;
    const x = to.x(xs[i] as number);
    if (!Number.isFinite(x)) continue;
    if (pen) path.lineTo(x, y);
    else path.moveTo(x, y);
    pen = true;
  }
  return path;
}

/** What lies between two lines; where the lower one cannot be shown (zero on a logarithmic axis), it reaches the floor. */
export function traceBand(xs: Float64Array, { low, high }: Band, to: Projection, floor: number): Path2D {
  const path = new Path2D();
  const edge = (value: number) => {
    const y = to.y(value);
    return Number.isFinite(y) ? y : floor;
  };
  const at: number[] = [];
  for (let i = 0; i < low.length; i += 1) {
    if (!Number.isNaN(low[i]) && Number.isFinite(to.x(xs[i] as number))) at.push(i);
  }
  at.forEach((i, index) => {
    const x = to.x(xs[i] as number);
    if (index === 0) path.moveTo(x, edge(high[i] as number));
    else path.lineTo(x, edge(high[i] as number));
  });
  for (const i of at.reverse()) path.lineTo(to.x(xs[i] as number), edge(low[i] as number));
  path.closePath();
  return path;
}
