import type uPlot from "uplot";
import { drawDividers, nameDividers } from "./dividers";
import { fillBand, type Painter, strokeOriginal } from "./painter";
import { projectionOf } from "./projection";
import { strokeFast } from "./stroke";

const VEIL_ALPHA = 0.74;
const WIDTH = 2.5;

/**
 * Shows one line before the others, on a canvas of its own above the chart: a veil over everything, and the line on it.
 * So moving the pointer from line to line draws one line a chart, not all lines of all charts.
 */
export class Spotlight {
  private readonly canvas = document.createElement("canvas");
  private shown: string | null = null;

  constructor(
    private readonly u: uPlot,
    private readonly painter: Painter,
  ) {
    this.canvas.style.cssText = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none";
    // A canvas costs in every frame in which anything moves, even an empty one.
    this.canvas.style.display = "none";
    u.over.prepend(this.canvas);
  }

  /** The pointer is on its chart. */
  get isPointedAt(): boolean {
    return (this.u.cursor.left ?? -1) >= 0 && this.u.cursor.event != null;
  }

  show(id: string | null): void {
    const { u, painter } = this;
    const line = painter.plot.lines.find((each) => each.id === id);
    const path = line && painter.paths.get(line.id);
    if (!line || !path || painter.plot.lines.length < 2) {
      this.shown = null;
      this.canvas.style.display = "none";
      return;
    }
    this.shown = line.id;
    this.canvas.style.display = "";
    const { left, top, width, height } = u.bbox;
    const context = this.canvas.getContext("2d");
    if (context === null) return;
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    } else context.clearRect(0, 0, width, height);
    context.save();
    context.globalAlpha = VEIL_ALPHA;
    context.fillStyle = painter.background;
    context.fillRect(0, 0, width, height);
    context.globalAlpha = 1;
    context.translate(-left, -top);
    context.lineJoin = "round";
    const to = projectionOf(u);
    const dividers = painter.plot.dividers.length > 0 ? painter.plot.dividers : line.stages;
    drawDividers(context, u, dividers, painter.dividerColours);
    if (line.original) strokeOriginal(context, line, painter.originalPath(u, line.original, to));
    fillBand(context, line, painter.plot, to, top + height);
    context.strokeStyle = line.colour;
    context.setLineDash(line.dash.map((length) => length * devicePixelRatio));
    strokeFast(context, path, WIDTH * devicePixelRatio);
    context.setLineDash([]);
    painter.marks(context, u, line, to);
    // Those that stand are named already.
    if (dividers === line.stages) nameDividers(context, u, dividers, painter.dividerColours, "inside");
    context.restore();
  }

  /** After the chart was drawn anew. */
  refresh(): void {
    if (this.shown !== null) this.show(this.shown);
  }
}
