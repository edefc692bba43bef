import { expect, test } from "vitest";
import { choice, flag, list, number, range, readView, searchView, text, writeView } from "./search";

const view = searchView({
  q: text(),
  sort: text("-created_time"),
  x: choice(["step", "relative", "time"]),
  sm: number(0, 0, 0.99),
  log: flag(),
  run: list(),
  zoom: range(),
});

const DEFAULTS = { q: "", sort: "-created_time", x: "step", sm: 0, log: false, run: null, zoom: null };

test("an empty search is all defaults, and defaults write nothing", () => {
  expect(readView(view, "")).toEqual(DEFAULTS);
  expect(writeView(view, "", readView(view, ""))).toBe("");
});

test("every kind survives a round trip", () => {
  const state = {
    q: "a&b=c.*",
    sort: "summary.val/acc",
    x: "time" as const,
    sm: 0.6,
    log: true,
    run: ["a/b", "c d", "é,f"],
    zoom: [-10, 2.5e15] as [number, number],
  };
  expect(readView(view, writeView(view, "", state))).toEqual(state);
});

test("no run chosen differs from runs not chosen by the user", () => {
  expect(readView(view, writeView(view, "", { run: [] })).run).toEqual([]);
  expect(readView(view, writeView(view, "run=a", { run: null })).run).toBeNull();
});

test("a change keeps everything else, known or not", () => {
  expect(writeView(view, "tab=console&q=x&log=1", { q: "", x: "time" })).toBe("tab=console&log=1&x=time");
});

test("nonsense falls back", () => {
  expect(readView(view, "x=sideways&sm=much&log=maybe&zoom=3..1&zoom=a")).toEqual(DEFAULTS);
  expect(readView(view, "sm=7").sm).toBe(0.99);
});
