import { expect, test } from "vitest";
import { prepare } from "./figure";

const COLOURS = { background: "#111", ink: "#eee", quiet: "#999", grid: "#333" };

test("what is no figure of Plotly's is none", () => {
  expect(prepare({ layout: {} }, COLOURS, false)).toBeNull();
  expect(prepare([1], COLOURS, false)).toBeNull();
  expect(prepare(null, COLOURS, false)).toBeNull();
});

test("traces that are not drawn here are named, those of WebGL are drawn without", () => {
  const found = prepare(
    { data: [{}, { type: "surface" }, { type: "scattergl", y: [1] }, { type: "surface" }] },
    COLOURS,
    false,
  );
  expect(found?.missing).toEqual(["surface"]);
  expect(found?.figure.data[2]).toEqual({ type: "scatter", y: [1] });
});

test("the page's colours go into the template, so that the figure's own stay", () => {
  const layout = {
    paper_bgcolor: "white",
    width: 900,
    template: { layout: { paper_bgcolor: "white", colorway: ["red"], xaxis: { ticks: "" } } },
  };
  const found = prepare({ data: [], layout }, COLOURS, false)?.figure.layout;
  expect(found).toMatchObject({
    paper_bgcolor: "white",
    template: {
      layout: {
        paper_bgcolor: "rgba(0,0,0,0)",
        colorway: ["red"],
        font: { color: "#eee" },
        xaxis: { ticks: "", gridcolor: "#333" },
      },
    },
  });
  expect(found).not.toHaveProperty("width");
});

test("pictures from elsewhere are left out", () => {
  const images = [{ source: "https://elsewhere/x.png" }, { source: "data:image/png;base64,AA" }, 3];
  expect(prepare({ data: [], layout: { images } }, COLOURS, false)?.figure.layout.images).toEqual([
    images[1],
  ]);
});

test("a small one leaves its legend out and keeps its title", () => {
  const found = prepare({ data: [], layout: { title: "loss" } }, COLOURS, true)?.figure.layout;
  expect(found).toMatchObject({ showlegend: false, title: { text: "loss" } });
});
