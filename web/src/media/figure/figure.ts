import type { Json } from "@/api/types";

type Document = { [name: string]: Json };

/** The colours of the page, for what a figure leaves to its template. */
export interface Colours {
  background: string;
  ink: string;
  quiet: string;
  grid: string;
}

export interface Prepared {
  /** What plotly.js is given. */
  figure: { data: Json[]; layout: Document; frames?: Json; config: Document };
  /** Kinds of traces that cannot be drawn here. */
  missing: string[];
}

/** What the part of plotly.js that comes along draws. */
const TRACES = new Set([
  "bar",
  "box",
  "contour",
  "heatmap",
  "histogram",
  "histogram2d",
  "histogram2dcontour",
  "image",
  "pie",
  "scatter",
  "scatterternary",
  "violin",
]);

const isDocument = (value: Json | undefined): value is Document =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A Plotly figure as it is drawn here, in the page's colours; null where it is none. */
export function prepare(figure: Json, colours: Colours, small: boolean): Prepared | null {
  if (!isDocument(figure) || !Array.isArray(figure.data)) return null;
  const data = figure.data.filter(isDocument).map((trace) => {
    // The same without WebGL.
    if (trace.type === "scattergl") return { ...trace, type: "scatter" };
    return trace.type === "heatmapgl" ? { ...trace, type: "heatmap" } : trace;
  });
  const kinds = data.map(({ type }) => (typeof type === "string" ? type : "scatter"));
  const layout = isDocument(figure.layout) ? figure.layout : {};
  const { width: _, height: __, ...rest } = layout;
  return {
    figure: {
      data,
      layout: {
        ...rest,
        images: ownImages(layout.images),
        autosize: true,
        template: templateOf(layout.template, colours),
        ...(small ? smallOf(rest) : {}),
      },
      ...(figure.frames === undefined ? {} : { frames: figure.frames }),
      config: {
        responsive: false,
        displaylogo: false,
        displayModeBar: small ? false : "hover",
        showTips: false,
      },
    },
    missing: [...new Set(kinds.filter((kind) => !TRACES.has(kind)))],
  };
}

/** Those that come along with the figure: to ask elsewhere would tell who looks. */
const ownImages = (images: Json | undefined): Json[] =>
  (Array.isArray(images) ? images : []).filter(
    (image) => isDocument(image) && String(image.source).startsWith("data:image/"),
  );

/** The figure's own template in the page's colours: what the figure itself says still counts. */
function templateOf(template: Json | undefined, { ink, quiet, grid }: Colours): Document {
  const own = isDocument(template) ? template : {};
  const layout = isDocument(own.layout) ? own.layout : {};
  const axis = (name: string): Document => ({
    ...(isDocument(layout[name]) ? layout[name] : {}),
    gridcolor: grid,
    linecolor: grid,
    zerolinecolor: grid,
    tickcolor: quiet,
    automargin: true,
  });
  return {
    ...own,
    layout: {
      ...layout,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { ...(isDocument(layout.font) ? layout.font : {}), color: ink },
      xaxis: axis("xaxis"),
      yaxis: axis("yaxis"),
    },
  };
}

/** A card has room for the drawing alone. */
function smallOf(layout: Document): Document {
  const title = isDocument(layout.title) ? layout.title : { text: layout.title ?? "" };
  const hasTitle = typeof title.text === "string" && title.text !== "";
  const font = isDocument(layout.font) ? layout.font : {};
  return {
    margin: { l: 8, r: 8, t: hasTitle ? 28 : 8, b: 8 },
    showlegend: false,
    font: { ...font, size: 10 },
    title: hasTitle ? { ...title, font: { size: 11 }, y: 0.98, yanchor: "top" } : title,
  };
}
