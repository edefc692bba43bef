import { expect, test } from "vitest";
import type { CompareRow, Comparison, Parting } from "@/api/types";
import { compareLink, formatRoute, parseRoute } from "@/route/paths";
import { compilePattern } from "@/ui/pattern";
import { cellOf } from "./difference";
import { toCsv, toMarkdown } from "./exportTable";
import { movedBefore, nudged } from "./order";
import { sure } from "./PartingLine";
import { aroundParting, earliest } from "./partings";
import { tableRows } from "./tableRows";

const row = (key: string, values: CompareRow["values"], rest: Partial<CompareRow> = {}): CompareRow => ({
  key,
  values,
  differs: (rest.changed ?? []).length > 0,
  missing: [],
  changed: [],
  distances: [],
  ratios: [],
  ...rest,
});

const LR = row("lr", [0.1, 0.01, null], {
  changed: [1, 2],
  missing: [2],
  distances: [0, -0.09, null],
  ratios: [1, 0.1, null],
});
const NAME = row("name", ["a|b", "a\nb", "a|b"], { changed: [1] });
const SEED = row("seed", [1, 1, 1]);
const run = (id: string) =>
  ({ id, display_id: id.toUpperCase(), name: id, project: "p", state: "finished" }) as const;
const COMPARISON: Comparison = {
  runs: [run("a"), run("b"), run("c")],
  reference: 0,
  facts: [NAME],
  config: [SEED, LR],
  summary: [],
  metrics: [],
  environment: [],
  packages: [],
  code: [],
  code_changes: [],
};
const NONE = new Set<string>();
const ALL = compilePattern("");

test("differences come first, and empty sections not at all", () => {
  const told = tableRows(COMPARISON, ALL, NONE, NONE).map((each) =>
    each.kind === "section" ? `${each.section} ${each.differing}/${each.count}` : each.row.key,
  );
  expect(told).toEqual(["facts 1/1", "name", "config 1/2", "lr", "seed"]);
});

test("pinned rows come first, whatever is searched, and only there", () => {
  const told = tableRows(
    COMPARISON,
    compilePattern("name"),
    NONE,
    NONE,
    new Set(["config.seed", "config.gone"]),
  );
  expect(told.map((each) => (each.kind === "section" ? each.section : each.id))).toEqual([
    "config.seed",
    "facts",
    "facts.name",
  ]);
});

test("a search looks at keys, a folded section keeps its head", () => {
  const told = tableRows(COMPARISON, compilePattern("^LR|name"), new Set(["facts"]), new Set(["config.lr"]));
  expect(told.map((each) => (each.kind === "section" ? each.section : each.id))).toEqual([
    "facts",
    "config",
    "config.lr",
  ]);
  expect(told.at(-1)).toMatchObject({ open: true });
});

test("numbers are told with difference, direction and ratio", () => {
  expect(cellOf("config", LR, 0, 0)).toMatchObject({ kind: "reference", text: "0.1", difference: "" });
  expect(cellOf("config", LR, 1, 0)).toMatchObject({
    kind: "changed",
    difference: "−0.09 · ×0.1",
    direction: "down",
  });
});

test("what is missing is told apart from null and from what is only here", () => {
  expect(cellOf("config", LR, 2, 0).kind).toBe("removed");
  const added = row("x", [null, 5, null], { changed: [1], missing: [0, 2] });
  expect([0, 1, 2].map((at) => cellOf("config", added, at, 0).kind)).toEqual(["missing", "added", "missing"]);
  const nothing = row("x", [null, 5], { changed: [1] });
  expect(cellOf("config", nothing, 0, 0)).toMatchObject({ kind: "reference", text: "null" });
  expect(cellOf("config", nothing, 1, 0)).toMatchObject({ kind: "changed", text: "5", difference: "" });
});

test("durations among the facts are told in their units, logged numbers as they are", () => {
  const secs = row("duration_secs", [60, 90], { changed: [1], distances: [0, 30], ratios: [1, 1.5] });
  expect(cellOf("facts", secs, 1, 0)).toMatchObject({ text: "1m 30s", difference: "+30s · ×1.5" });
  expect(cellOf("config", secs, 1, 0)).toMatchObject({ text: "90", difference: "+30 · ×1.5" });
});

test("the table is taken along as Markdown and as CSV", () => {
  const rows = tableRows(COMPARISON, ALL, NONE, NONE);
  expect(toMarkdown(COMPARISON, rows)).toBe(
    [
      "|  | Key | a (A) ★ | b (B) | c (C) |",
      "| --- | --- | --- | --- | --- |",
      "| Facts | name | a\\|b | a<br>b | a\\|b |",
      "| Config | lr | 0.1 | 0.01 |  |",
      "| Config | seed | 1 | 1 | 1 |",
      "",
    ].join("\n"),
  );
  expect(toCsv(COMPARISON, rows)).toBe(
    'section,key,A,B,C\r\nFacts,name,a|b,"a\nb",a|b\r\nConfig,lr,0.1,0.01,\r\nConfig,seed,1,1,1\r\n',
  );
});

test("runs change places", () => {
  expect(movedBefore(["a", "b", "c"], "c", "a")).toEqual(["c", "a", "b"]);
  expect(movedBefore(["a", "b", "c"], "a", null)).toEqual(["b", "c", "a"]);
  expect(movedBefore(["a", "b", "c"], "b", "b")).toEqual(["a", "b", "c"]);
  expect(nudged(["a", "b", "c"], "b", 1)).toEqual(["a", "c", "b"]);
  expect(nudged(["a", "b"], "a", -1)).toEqual(["a", "b"]);
});

test("nothing is more sure than can be said", () => {
  expect(sure(1)).toBe("> 99.99 %");
  expect(sure(0.95999)).toBe("96.0 %");
});

test("a link to the page names the runs, and the reference if it is not the first", () => {
  const { to, search } = compareLink("cv/x", ["a b", "c"], "c");
  expect(formatRoute(to)).toBe("p/cv/x/compare");
  expect(parseRoute("p/cv/x/compare")).toEqual(to);
  expect(search).toBe("run=a+b&run=c&reference=c");
  expect(compareLink("x", ["a", "b"], "a").search).toBe("run=a&run=b");
});

test("what the machine did is told in its units, behind what was logged", () => {
  const used = row("sys/memory_used_bytes", [2 ** 30, 3 * 2 ** 30], {
    changed: [1],
    distances: [0, 2 ** 31],
  });
  const loss = row("val/loss", [1, 2], { changed: [1], distances: [0, 1] });
  expect(cellOf("summary", used, 1, 0)).toMatchObject({ text: "3.0 GiB", difference: "+2.0 GiB" });
  expect(cellOf("metrics", { ...used, key: "sys/memory_used_bytes.max" }, 1, 0).text).toBe("3.0 GiB");
  const rows = tableRows(
    { ...COMPARISON, summary: [used, loss] },
    compilePattern("(sys|val)/"),
    new Set(),
    new Set(),
  );
  expect(rows.map((each) => (each.kind === "values" ? each.row.key : each.section))).toEqual([
    "summary",
    "val/loss",
    "sys/memory_used_bytes",
  ]);
});

test("of the metrics that part the earliest is found, the surer one of two", () => {
  const parting = (x: number | null, confidence: number | null = 0.99) =>
    ({ x, step: x, confidence, difference: 1, points: 100, first_difference: x }) as Parting;
  const named = (metric: string, ...of: Parameters<typeof parting>) => ({ metric, parting: parting(...of) });
  expect(earliest([named("never", null, null)])).toBeNull();
  expect(
    earliest([named("never", null), named("late", 90), named("loss", 10, 0.95), named("acc", 10, 0.999)])
      ?.metric,
  ).toBe("acc");
});

test("the reach around a parting holds some steps before it", () => {
  expect(aroundParting(1000, "step")).toEqual([850, 1150]);
  expect(aroundParting(3, "step")).toEqual([-7, 13]);
});
