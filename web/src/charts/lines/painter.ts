import type uPlot from "uplot";
import type { Floats } from "@/api/series";
import { type DividerColours, drawDividers, nameDividers } from "./dividers";
import { type Line, nearestIndex, nearestPoint, type Plot } from "./plot";
import { type Projection, projectionOf, traceBand, traceLine } from "./projection";
import { strokeFast } from "./stroke";

export const BAND_ALPHA = 0.16;
export const ORIGINAL_ALPHA = 0.28;
const LINE_WIDTH = 1.5;
const MARK = 4;

/** Draws the lines, their bands, the unsmoothed originals and marks; axes are uPlot's. */
export class Painter {
  plot: Plot;
  /** What marks are filled with, to stand out from their line. */
  background = "";
  /** Of dividers and their names. */
  quiet = { line: "", name: "" };
  /** The lines as they were last drawn, in pixels of the canvas. */
  readonly paths = new Map<string, Path2D>();
  /** What they were drawn for. */
  private drawn: { plot: Plot | null; place: string } = { plot: null, place: "" };
  /** The unsmoothed lines, which stay the same while the smoothing changes. */
  private originals = { place: "", paths: new Map<Floats, Path2D>() };

  constructor(plot: Plot) {
    this.plot = plot;
  }

  /** Below the lines. */
  under(u: uPlot): void {
    const { plot } = this;
    const to = projectionOf(u);
    clipped(u, (context) => {
      drawDividers(context, u, plot.dividers, this.dividerColours);
      for (const line of lastFirst(plot)) {
        if (line.original) strokeOriginal(context, line, this.originalPath(u, line.original, to));
        if (plot.bands) fillBand(context, line, plot, to, u.bbox.top + u.bbox.height);
      }
    });
  }

  /** The path of an unsmoothed line of the plot. */
  originalPath(u: uPlot, values: Floats, to: Projection): Path2D {
    const place = placeOf(u);
    const known = this.originals.place === place ? this.originals.paths.get(values) : undefined;
    if (known) return known;
    // Of lines that are no more none is kept.
    const isOld = this.originals.place !== place || this.originals.paths.size > this.plot.lines.length;
    if (isOld) this.originals = { place, paths: new Map() };
    const path = traceLine(this.plot.x, values, to);
    this.originals.paths.set(values, path);
    return path;
  }

  get dividerColours(): DividerColours {
    return { ...this.quiet, background: this.background };
  }

  /** The lines, and what lies above them. */
  over(u: uPlot): void {
    const to = projectionOf(u);
    this.trace(u, to);
    clipped(u, (context) => {
      for (const line of lastFirst(this.plot)) {
        const path = this.paths.get(line.id);
        if (path === undefined) continue;
        context.strokeStyle = line.colour;
        context.setLineDash(line.dash.map((length) => length * devicePixelRatio));
        strokeFast(context, path, LINE_WIDTH * devicePixelRatio);
      }
      context.setLineDash([]);
      for (const line of lastFirst(this.plot)) this.marks(context, u, line, to);
    });
    nameDividers(u.ctx, u, this.plot.dividers, this.dividerColours, "above");
  }

  /** Paths are made anew only where something has moved: a theme that changes has the same lines. */
  private trace(u: uPlot, to: Projection): void {
    const place = placeOf(u);
    if (this.drawn.plot === this.plot && this.drawn.place === place) return;
    this.drawn = { plot: this.plot, place };
    this.paths.clear();
    for (const line of this.plot.lines) this.paths.set(line.id, traceLine(this.plot.x, line.values, to));
  }

  marks(context: CanvasRenderingContext2D, u: uPlot, line: Line, to: Projection): void {
    this.markSinglePoint(context, line, to);
    this.markFork(context, line, to);
    this.markNonFinite(context, u, line, to);
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

/** The order of drawing: the first lines lie on top, since they have colours of their own where the last ones are grey. */
export const lastFirst = ({ lines }: Plot): Line[] => lines.toReversed();

/** What pixels depend on besides the points. */
function placeOf(u: uPlot): string {
  const { x, y } = u.scales;
  return JSON.stringify([u.bbox, x?.min, x?.max, x?.distr, y?.min, y?.max, y?.distr]);
}

export function strokeOriginal(context: CanvasRenderingContext2D, line: Line, path: Path2D): void {
  context.globalAlpha = ORIGINAL_ALPHA;
  context.strokeStyle = line.colour;
  strokeFast(context, path, devicePixelRatio);
  context.globalAlpha = 1;
}

export function fillBand(
  context: CanvasRenderingContext2D,
  line: Line,
  plot: Plot,
  to: Projection,
  floor: number,
): void {
  if (line.band === null) return;
  context.globalAlpha = line.original ? BAND_ALPHA / 2 : BAND_ALPHA;
  context.fillStyle = line.colour;
  context.fill(traceBand(plot.x, line.band, to, floor));
  context.globalAlpha = 1;
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
