import type { Floats } from "@/api/series";
import { formatTick } from "@/format/number";
import { formatDuration, formatTimeTick } from "@/format/time";
import { axisLabel, type ChartX, isDuration } from "../axis";
import { placeDividers } from "../lines/dividers";
import { BAND_ALPHA, lastFirst, ORIGINAL_ALPHA } from "../lines/painter";
import { type Line, nearestIndex, nearestPoint, type Plot } from "../lines/plot";
import { visibleX, visibleY } from "../lines/visible";
import { type Scale, scaleOf } from "../scale";
import type { Limits } from "../settings/params";
import { element, pathData, svgDocument, textElement } from "./svg";

export interface LinesPicture {
  title: string;
  /** One chart, or one for each value of a field. */
  plots: readonly { label: string; plot: Plot }[];
  x: ChartX;
  logX: boolean;
  log: boolean;
  clip: boolean;
  xLimits: Limits;
  yLimits: Limits;
  colours: { background: string; ink: string; quiet: string; grid: string };
}

const WIDTH = 720;
const HEIGHT = 400;
const TITLE = 28;
const LABEL = 18;
const ENTRY = { width: 172, height: 18 };
const MARGIN = { left: 56, right: 16, top: 8, bottom: 40 };
const MARK = 4;

/** Line charts as they are shown, from the same arrays. */
export function linesSvg(picture: LinesPicture): string {
  const { plots, title, colours } = picture;
  const columns = plots.length < 2 ? 1 : plots.length < 5 ? 2 : 3;
  const rows = Math.ceil(plots.length / columns);
  const width = WIDTH / columns;
  const height = columns === 1 ? HEIGHT : HEIGHT / 2;
  const label = plots.length > 1 ? LABEL : 0;
  const charts = plots.map(({ label: name, plot }, index) => {
    const left = (index % columns) * width;
    const top = TITLE + Math.floor(index / columns) * (height + label);
    const head = label ? textElement(name, { x: MARGIN.left, y: 12, fill: colours.quiet }) : "";
    const chart = element(
      "g",
      { transform: `translate(0 ${label})` },
      drawChart(picture, plot, width, height, index),
    );
    return element("g", { transform: `translate(${left} ${top})` }, head + chart);
  });
  const lines = new Map(plots.flatMap(({ plot }) => plot.lines.map((line) => [line.id, line] as const)));
  const perRow = Math.floor((WIDTH - 2 * MARGIN.right) / ENTRY.width);
  const bottom = TITLE + rows * (height + label);
  const entries = legendEntries([...lines.values()]);
  const legend = entries.map((entry, index) =>
    legendEntry(
      entry,
      16 + (index % perRow) * ENTRY.width,
      bottom + Math.floor(index / perRow) * ENTRY.height,
      colours.ink,
    ),
  );
  const total = bottom + Math.ceil(entries.length / perRow) * ENTRY.height + 10;
  const head = textElement(title, { x: 16, y: 19, fill: colours.ink, "font-size": 13, "font-weight": 600 });
  return svgDocument(WIDTH, total, colours.background, head + charts.join("") + legend.join(""));
}

/** More lines than this that look alike are one entry: their names would tell nobody which is which. */
const MOST_ALIKE = 2;

interface LegendEntry {
  colour: string;
  dash: readonly number[];
  name: string;
}

/** What a picture says of its lines, in their order. */
function legendEntries(lines: readonly Line[]): LegendEntry[] {
  const looks = new Map<string, [Line, ...Line[]]>();
  for (const line of lines) {
    const look = `${line.colour} ${line.dash.join(" ")}`;
    const alike = looks.get(look);
    if (alike) alike.push(line);
    else looks.set(look, [line]);
  }
  return [...looks.values()].flatMap((alike) => {
    const [first] = alike;
    return alike.length > MOST_ALIKE
      ? [{ ...first, name: `${shortened(first.label, 14)} and ${alike.length - 1} more` }]
      : alike.map((line) => ({ ...line, name: shortened(line.label, 26) }));
  });
}

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

function legendEntry(line: LegendEntry, x: number, y: number, ink: string): string {
  const swatch = element("line", {
    x1: x,
    x2: x + 14,
    y1: y + 8,
    y2: y + 8,
    stroke: line.colour,
    "stroke-width": 3,
    "stroke-dasharray": line.dash.length ? "4 2" : null,
  });
  return swatch + textElement(line.name, { x: x + 20, y: y + 12, fill: ink });
}

function drawChart(picture: LinesPicture, plot: Plot, width: number, height: number, index: number): string {
  const { x: axis, logX, log, xLimits, colours } = picture;
  const area = {
    left: MARGIN.left,
    right: width - MARGIN.right,
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
  };
  const x = scaleOf(visibleX(plot, { xLimits, logX }), [area.left, area.right], logX);
  const y = scaleOf(visibleY(plot, picture), [area.bottom, area.top], log);
  const clip = `clip-${index}`;
  const frame = element(
    "clipPath",
    { id: clip },
    element("rect", {
      x: area.left,
      y: area.top,
      width: area.right - area.left,
      height: area.bottom - area.top,
    }),
  );
  const drawn = lastFirst(plot)
    .map((line) => drawLine(line, plot, x, y, colours.background))
    .join("");
  const name = textElement(axisLabel(axis), {
    x: (area.left + area.right) / 2,
    y: height - 6,
    fill: colours.quiet,
    "text-anchor": "middle",
  });
  return (
    frame +
    axes(axis, x, y, area, colours) +
    dividers(plot, x, area, colours) +
    element("g", { "clip-path": `url(#${clip})` }, drawn) +
    name
  );
}

/** About the width of a letter of 10 pixels. */
const LETTER_PX = 5.5;

function dividers(plot: Plot, x: Scale, area: Area, colours: LinesPicture["colours"]): string {
  const width = area.right - area.left;
  const placed = placeDividers(
    plot.dividers,
    width,
    (at) => x(at) - area.left,
    (text) => text.length * LETTER_PX,
  );
  return placed
    .map(({ at, name }) => {
      const left = area.left + (at ?? 0);
      const line = { x1: left, x2: left, y1: area.top, y2: area.bottom, stroke: colours.quiet };
      return (
        (at === null ? "" : element("line", { ...line, "stroke-dasharray": "4 4" })) +
        (name === null
          ? ""
          : textElement(name.text, {
              x: area.left + name.left,
              y: area.top - 2,
              fill: colours.quiet,
              "font-size": 10,
            }))
      );
    })
    .join("");
}

interface Area {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function axes(axis: ChartX, x: Scale, y: Scale, area: Area, colours: LinesPicture["colours"]): string {
  const across = x.ticks(Math.max(2, Math.floor((area.right - area.left) / 90)));
  const up = y.ticks(Math.max(2, Math.floor((area.bottom - area.top) / 40)));
  const grid = { stroke: colours.grid, "stroke-width": 1 };
  return [
    ...across.values.map(
      (tick) =>
        element("line", { x1: x(tick), x2: x(tick), y1: area.top, y2: area.bottom, ...grid }) +
        textElement(labelX(axis, tick, across.step), {
          x: x(tick),
          y: area.bottom + 14,
          fill: colours.quiet,
          "text-anchor": "middle",
        }),
    ),
    ...up.values.map(
      (tick) =>
        element("line", { x1: area.left, x2: area.right, y1: y(tick), y2: y(tick), ...grid }) +
        textElement(formatTick(tick, up.step || Math.abs(tick)), {
          x: area.left - 6,
          y: y(tick) + 4,
          fill: colours.quiet,
          "text-anchor": "end",
        }),
    ),
  ].join("");
}

function labelX(axis: ChartX, tick: number, step: number): string {
  if (isDuration(axis)) return formatDuration(tick);
  if (axis === "time") return formatTimeTick(tick * 1e6, step);
  return formatTick(tick, step || Math.abs(tick));
}

function drawLine(line: Line, plot: Plot, x: Scale, y: Scale, background: string): string {
  const points = (values: Floats) =>
    Array.from(values, (value, i) => [x(plot.x[i] as number), y(value)] as [number, number]);
  const stroke = { fill: "none", stroke: line.colour, "stroke-linejoin": "round" };
  const parts: string[] = [];
  if (line.original) {
    parts.push(
      element("path", { d: pathData(points(line.original)), ...stroke, "stroke-opacity": ORIGINAL_ALPHA }),
    );
  }
  if (plot.bands && line.band) {
    const [floor] = y.range;
    const shown = (values: Floats) =>
      points(values).map(
        ([at, place], i) =>
          [at, Number.isNaN(values[i]) ? NaN : Number.isFinite(place) ? place : floor] as const,
      );
    const outline = [...shown(line.band.high), ...shown(line.band.low).reverse()];
    parts.push(
      element("path", {
        d: `${pathData(outline)}Z`,
        fill: line.colour,
        "fill-opacity": line.original ? BAND_ALPHA / 2 : BAND_ALPHA,
      }),
    );
  }
  parts.push(
    element("path", {
      d: pathData(points(line.values)),
      ...stroke,
      "stroke-width": 1.5,
      "stroke-dasharray": line.dash.length ? line.dash.join(" ") : null,
    }),
  );
  return parts.join("") + marks(line, plot, x, y, background);
}

/** The fork's diamond, and what is not finite at the edges, as charts show them. */
function marks(line: Line, plot: Plot, x: Scale, y: Scale, background: string): string {
  const [bottom, top] = y.range;
  const parts = line.nonfinite.map(([at, kind]) => {
    const place = x(at);
    if (kind === "NaN") {
      const [low, high] = [bottom - 2 * MARK, bottom];
      const cross = `M${place - MARK} ${low}L${place + MARK} ${high}M${place + MARK} ${low}L${place - MARK} ${high}`;
      return element("path", { d: cross, stroke: line.colour, "stroke-width": 1.5 });
    }
    const [base, tip] = kind === "Infinity" ? [top + 2 * MARK, top] : [bottom - 2 * MARK, bottom];
    return element("path", {
      d: `${pathData([
        [place - MARK, base],
        [place + MARK, base],
        [place, tip],
      ])}Z`,
      fill: line.colour,
    });
  });
  if (line.forkX !== null) {
    const at = nearestPoint(line.values, nearestIndex(plot.x, line.forkX), plot.x);
    if (at >= 0) {
      const [cx, cy] = [x(line.forkX), y(line.values[at] as number)];
      const diamond = pathData([
        [cx, cy - MARK],
        [cx + MARK, cy],
        [cx, cy + MARK],
        [cx - MARK, cy],
      ]);
      parts.push(
        element("path", { d: `${diamond}Z`, fill: background, stroke: line.colour, "stroke-width": 1.5 }),
      );
    }
  }
  return parts.join("");
}
