import type uPlot from "uplot";
import type { Floats } from "@/api/series";
import type { Band } from "./plot";

/** From values to pixels of a chart's canvas. */
export interface Projection {
  x(value: number): number;
  y(value: number): number;
  /** What is to be seen of x. */
  from: number;
  until: number;
}

export function projectionOf(u: uPlot): Projection {
  const { left, top, width, height } = u.bbox;
  const x = axis(u.scales.x, left, width);
  const y = axis(u.scales.y, top + height, -height);
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = u.scales.x ?? {};
  return { x, y, from: min ?? Number.NEGATIVE_INFINITY, until: max ?? Number.POSITIVE_INFINITY };
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

/**
 * The part of a line that reaches into what is seen, as the first of its indices and the one behind the last: with its nearest
 * points beyond both edges, to which it goes on.
 */
export function seenPart(xs: Float64Array, ys: Floats, { from, until }: Projection): [number, number] {
  let first = firstAt(xs, from) - 1;
  while (first > 0 && Number.isNaN(ys[first])) first -= 1;
  let last = firstAt(xs, until);
  if (xs[last] === until) last += 1;
  while (last < ys.length - 1 && Number.isNaN(ys[last])) last += 1;
  return [Math.max(0, first), Math.min(ys.length, last + 1)];
}

/** The first index whose x is not below `at`. */
function firstAt(xs: Float64Array, at: number): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A line through its points; an empty bucket has no point of this run, so the line goes on to the next. */
export function traceLine(xs: Float64Array, ys: Floats, to: Projection): Path2D {
  const path = new Path2D();
  let pen = false;
  const [first, end] = seenPart(xs, ys, to);
  for (let i = first; i < end; i += 1) {
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
  const [first, end] = seenPart(xs, low, to);
  for (let i = first; i < end; i += 1) {
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
