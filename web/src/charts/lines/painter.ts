import type uPlot from "uplot";
import type { Floats } from "@/api/series";
import { hasBand, type Line, nearestIndex, nearestPoint, type Plot } from "./plot";

const BAND_ALPHA = 0.16;
const ORIGINAL_ALPHA = 0.28;
const DIMMED_ALPHA = 0.22;
const MARK = 4;

interface Projection {
  x(value: number): number;
  y(value: number): number;
}

function projection(u: uPlot): Projection {
  const { left, top, width, height } = u.bbox;
  const { x, y } = u.scales;
  const x0 = x?.min ?? 0;
  const xk = width / ((x?.max ?? 1) - x0 || 1);
  const log = y?.distr === 3;
  const scaled = (value: number) => (log ? Math.log10(value) : value);
  const y0 = scaled(y?.min ?? 0);
  const yk = height / (scaled(y?.max ?? 1) - y0 || 1);
  return {
    x: (value) => left + (value - x0) * xk,
    y: (value) => top + height - (scaled(value) - y0) * yk,
  };
}

/** A line through its points; an empty bucket has no point of this run, so the line goes on to the next. */
function trace(xs: Float64Array, ys: Floats, to: Projection): Path2D {
  const path = new Path2D();
  let pen = false;
  for (let i = 0; i < ys.length; i += 1) {
    const y = to.y(ys[i] as number);
    if (!Number.isFinite(y)) continue;
    const x = to.x(xs[i] as number);
    if (pen) path.lineTo(x, y);
    else path.moveTo(x, y);
    pen = true;
  }
  return path;
}

function traceBand(xs: Float64Array, low: Floats, high: Floats, to: Projection, floor: number): Path2D {
  const path = new Path2D();
  const edge = (value: number) => {
    const y = to.y(value);
    return Number.isFinite(y) ? y : floor;
  };
  const at: number[] = [];
  for (let i = 0; i < low.length; i += 1) if (!Number.isNaN(low[i])) at.push(i);
  at.forEach((i, index) => {
    const x = to.x(xs[i] as number);
    if (index === 0) path.moveTo(x, edge(high[i] as number));
    else path.lineTo(x, edge(high[i] as number));
  });
  for (const i of at.reverse()) path.lineTo(to.x(xs[i] as number), edge(low[i] as number));
  path.closePath();
  return path;
}

/** Draws what uPlot does not: bands, the unsmoothed originals, the highlighted run on top, and marks. */
export class Painter {
  plot: Plot;
  highlighted: string | null = null;
  /** What marks are filled with, to stand out from their line. */
  background = "";
  private paths = new Map<string, Path2D>();

  constructor(plot: Plot) {
    this.plot = plot;
  }

  readonly linePath: uPlot.Series.PathBuilder = (u, index) => {
    const line = this.plot.lines[index - 1];
    if (line === undefined) return null;
    const path = trace(this.plot.x, line.values, projection(u));
    this.paths.set(line.id, path);
    const { left, top, width, height } = u.bbox;
    const clip = new Path2D();
    clip.rect(left, top, width, height);
    return { stroke: path, fill: null, clip, flags: 0 };
  };

  private get focus(): Line | undefined {
    return this.plot.lines.find((line) => line.id === this.highlighted);
  }

  alpha(line: Line | undefined): number {
    const { focus } = this;
    return focus === undefined || line === focus ? 1 : DIMMED_ALPHA;
  }

  /** Below the lines. */
  under(u: uPlot): void {
    const { focus, plot } = this;
    const to = projection(u);
    clipped(u, (context) => {
      for (const line of plot.lines) {
        if (focus !== undefined && line !== focus) continue;
        if (line.original) {
          context.globalAlpha = ORIGINAL_ALPHA;
          context.strokeStyle = line.colour;
          context.lineWidth = devicePixelRatio;
          context.stroke(trace(plot.x, line.original, to));
        }
        if (!plot.exact && (hasBand(plot) || line === focus)) {
          context.globalAlpha = line.original ? BAND_ALPHA / 2 : BAND_ALPHA;
          context.fillStyle = line.colour;
          context.fill(traceBand(plot.x, line.series.min, line.series.max, to, u.bbox.top + u.bbox.height));
        }
      }
    });
  }

  /** Above the lines. */
  over(u: uPlot): void {
    const { focus, plot } = this;
    const to = projection(u);
    clipped(u, (context) => {
      for (const line of plot.lines) {
        context.globalAlpha = this.alpha(line);
        this.markSinglePoint(context, line, to);
        this.markFork(context, line, to);
        this.markNonFinite(context, u, line, to);
      }
      const path = focus && this.paths.get(focus.id);
      if (focus && path) {
        context.globalAlpha = 1;
        context.strokeStyle = focus.colour;
        context.lineWidth = 2.5 * devicePixelRatio;
        context.setLineDash(focus.dash.map((length) => length * devicePixelRatio));
        context.stroke(path);
      }
    });
  }

  /** A line of one point has no length to be seen by. */
  private markSinglePoint(context: CanvasRenderingContext2D, line: Line, to: Projection): void {
    let only = -1;
    for (let i = 0; i < line.values.length; i += 1) {
      if (Number.isNaN(line.values[i])) continue;
      if (only >= 0) return;
      only = i;
    }
    if (only < 0) return;
    context.fillStyle = line.colour;
    context.beginPath();
    context.arc(
      to.x(this.plot.x[only] as number),
      to.y(line.values[only] as number),
      2.5 * devicePixelRatio,
      0,
      7,
    );
    context.fill();
  }

  /** A hollow diamond on the line, where a fork leaves its parent. */
  private markFork(context: CanvasRenderingContext2D, line: Line, to: Projection): void {
    if (line.forkX === null) return;
    const { x: xs } = this.plot;
    const at = nearestPoint(line.values, nearestIndex(xs, line.forkX), xs);
    if (at < 0) return;
    const x = to.x(line.forkX);
    const y = to.y(line.values[at] as number);
    const size = MARK * devicePixelRatio;
    context.beginPath();
    context.moveTo(x, y - size);
    context.lineTo(x + size, y);
    context.lineTo(x, y + size);
    context.lineTo(x - size, y);
    context.closePath();
    context.fillStyle = this.background;
    context.fill();
    context.strokeStyle = line.colour;
    context.lineWidth = 1.5 * devicePixelRatio;
    context.stroke();
  }

  /** +Inf points up at the top edge, −Inf down at the bottom edge, NaN is a cross on the bottom edge. */
  private markNonFinite(context: CanvasRenderingContext2D, u: uPlot, line: Line, to: Projection): void {
    const size = MARK * devicePixelRatio;
    const top = u.bbox.top + size / 2;
    const bottom = u.bbox.top + u.bbox.height - size;
    context.strokeStyle = line.colour;
    context.fillStyle = line.colour;
    context.lineWidth = 1.5 * devicePixelRatio;
    for (const [at, kind] of line.nonfinite) {
      const x = to.x(at);
      context.beginPath();
      if (kind === "NaN") {
        context.moveTo(x - size, bottom - size);
        context.lineTo(x + size, bottom + size);
        context.moveTo(x + size, bottom - size);
        context.lineTo(x - size, bottom + size);
        context.stroke();
      } else {
        const [base, tip] = kind === "Infinity" ? [top + 1.6 * size, top] : [bottom - size, bottom + size];
        context.moveTo(x - size, base);
        context.lineTo(x + size, base);
        context.lineTo(x, tip);
        context.fill();
      }
    }
  }
}

function clipped(u: uPlot, draw: (context: CanvasRenderingContext2D) => void): void {
  const { left, top, width, height } = u.bbox;
  u.ctx.save();
  u.ctx.beginPath();
  u.ctx.rect(left, top, width, height);
  u.ctx.clip();
  u.ctx.lineJoin = "round";
  // uPlot leaves the dash of the last line that it drew.
  u.ctx.setLineDash([]);
  draw(u.ctx);
  u.ctx.restore();
}
