import { expect, test } from "vitest";
import type { Line, Plot } from "../lines/plot";
import { OPEN } from "../settings/params";
import { toCsv } from "./csv";
import { linesSvg } from "./linesSvg";
import { linesTable } from "./linesTable";
import { fileName } from "./save";

const line = (id: string, values: number[], part: Partial<Line> = {}): Line => ({
  id,
  label: id,
  colour: "#123456",
  dash: [],
  values: Float64Array.from(values),
  original: null,
  band: null,
  series: null,
  group: null,
  nonfinite: [],
  forkX: null,
  stages: [],
  ...part,
});

const plot = (lines: Line[]): Plot => ({
  x: Float64Array.from([0, 10, 20]),
  exact: true,
  bucketWidth: 0,
  lines,
  dividers: [],
  bands: true,
});

const picture = (plots: { label: string; plot: Plot }[]) => ({
  title: "a < b & c",
  plots,
  x: "step" as const,
  logX: false,
  log: false,
  clip: false,
  xLimits: OPEN,
  yLimits: OPEN,
  colours: { background: "#fff", ink: "#000", quiet: "#666", grid: "#eee" },
});

const NAN = Number.NaN;

test("the values of a chart as CSV", () => {
  const band = { low: Float64Array.from([0.5, NAN, 2]), high: Float64Array.from([1.5, NAN, 4]) };
  const table = linesTable(
    [{ label: "", plot: plot([line('run "a", 1', [1, NAN, 3], { band }), line("b", [NAN, 0.1 + 0.2, 5])]) }],
    "step",
  );
  expect(toCsv(table)).toBe(
    'step,"run ""a"", 1","run ""a"", 1 (low)","run ""a"", 1 (high)",b\r\n0,1,0.5,1.5,\r\n10,,,,0.30000000000000004\r\n20,3,2,4,5\r\n',
  );
});

test("charts of several values say which they are; times are dates", () => {
  const [one, two] = [plot([line("a", [1, 2, 3])]), plot([line("b", [4, 5, 6])])];
  const { columns, rows } = linesTable(
    [
      { label: "lr 1", plot: one },
      { label: "lr 2", plot: two },
    ],
    "time",
  );
  expect(columns).toEqual(["chart", "wall time", "a", "b"]);
  expect(rows[0]).toEqual(["lr 1", "1970-01-01T00:00:00.000Z", 1, null]);
  expect(rows[5]).toEqual(["lr 2", "1970-01-01T00:00:20.000Z", null, 6]);
});

test("a chart as SVG holds every line, its band, its marks and its name, and nothing that cannot be drawn", () => {
  const svg = linesSvg(
    picture([
      {
        label: "",
        plot: plot([
          line("smooth", [1, 2, 3], { original: Float64Array.from([0, 3, 3]), dash: [6, 4] }),
          line("banded", [NAN, 2, 1], {
            band: { low: Float64Array.from([NAN, 1, 0]), high: Float64Array.from([NAN, 3, 2]) },
            nonfinite: [
              [10, "NaN"],
              [20, "Infinity"],
            ],
            forkX: 10,
          }),
        ]),
      },
    ]),
  );
  expect(svg).toContain("a &lt; b &amp; c");
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
  expect(svg.match(/<path/g)).toHaveLength(2 + 2 + 2 + 1);
  expect(svg).toContain('stroke-dasharray="6 4"');
  for (const name of ["smooth", "banded"]) expect(svg).toContain(`>${name}</text>`);
  const [, path = ""] =
    /d="(M[^"]*)" fill="none" stroke="#123456" stroke-linejoin="round" stroke-width="1.5" stroke-dasharray="6 4"/.exec(
      svg,
    ) ?? [];
  expect(path.match(/[ML]/g)).toHaveLength(3);
});

test("of many lines that look alike the picture names one, and lines of their own colour lie on top", () => {
  const alike = Array.from({ length: 84 }, (_, i) => line(`grey ${i}`, [1, 2, 3], { colour: "#888888" }));
  const svg = linesSvg(picture([{ label: "", plot: plot([line("own", [1, 2, 3]), ...alike]) }]));
  expect(svg).toContain(">own</text>");
  expect(svg).toContain(">grey 0 and 83 more</text>");
  expect(svg).not.toContain(">grey 1</text>");
  const drawn = [...svg.matchAll(/fill="none" stroke="(#\w+)"/g)].map(([, colour]) => colour);
  expect(drawn.at(-1)).toBe("#123456");
});

test("several charts stand beside each other, and a logarithmic axis drops what is not above zero", () => {
  const several = linesSvg(
    picture(["a", "b", "c"].map((label) => ({ label, plot: plot([line("r", [1, 2, 3])]) }))),
  );
  expect(several.match(/clipPath/g)).toHaveLength(6);
  const log = linesSvg({ ...picture([{ label: "", plot: plot([line("r", [-1, 0, 3])]) }]), log: true });
  expect(log).not.toMatch(/NaN|Infinity/);
});

test("a title as the name of a file", () => {
  expect(fileName("train/loss: a?", "csv")).toBe("train-loss-a-.csv");
  expect(fileName("", "png")).toBe("chart.png");
});

test("the stages of a run are in the picture", () => {
  const dividers = [
    { x: 0, label: "warmup", lasts: true },
    { x: 10, label: "a < b", lasts: true },
  ];
  const drawn = plot([line("r", [1, 2, 3])]);
  const svg = linesSvg(picture([{ label: "", plot: { ...drawn, dividers } }]));
  expect(svg).toContain(">warmup</text>");
  expect(svg).toContain(">a &lt; b</text>");
  expect(svg.match(/stroke-dasharray="4 4"/g)).toHaveLength(2);
});
