import { expect, test } from "vitest";
import type { View } from "@/route/search";
import { readView } from "@/route/search";
import { changeEntries, packText, readEntries, unpackText, writeEntries } from "./pack";
import { BANDS, inherit, type LineSettings, lineParams, SMOOTHINGS, SPREADS, sourceOf } from "./params";

const DEFAULTS = readView(lineParams, "");

/** A generator of numbers from 0 to 1 that gives the same ones every time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const SIGNS = ["a", "é", "/", "~", "%", "%7E", ":", ";", "..", " ", "=", "&", "日", "%25", "x.y"];

function someSettings(random: () => number): Partial<LineSettings> {
  const pick = <T>(options: readonly T[]): T => options[Math.floor(random() * options.length)] as T;
  const words = () => Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(SIGNS)).join("");
  const ends = (): [number | null, number | null] => {
    const low = random() < 0.3 ? null : (random() - 0.5) * 10 ** Math.floor(random() * 20 - 10);
    return [low, random() < 0.3 ? null : (low ?? 0) + random() + 1e-12 + Math.abs(low ?? 0)];
  };
  const all: LineSettings = {
    x: pick(["step", "relative", "runtime", "time", `metric:${words()}`] as const),
    logx: random() < 0.5,
    log: random() < 0.5,
    xl: ends(),
    yl: ends(),
    sm: Math.round(random() * 99) / 100,
    smk: pick(SMOOTHINGS),
    clip: random() < 0.5,
    bands: pick(BANDS),
    stages: random() < 0.5,
    by: words(),
    spread: pick(SPREADS),
    colour: words(),
    dash: words(),
    facet: words(),
    unmarked: random() < 0.5,
    legend: random() < 0.5,
    label: words(),
  };
  return Object.fromEntries(Object.entries(all).filter(() => random() < 0.5));
}

test("whatever settings are said come back, and no others", () => {
  const random = generator(7);
  for (let round = 0; round < 400; round += 1) {
    const settings = someSettings(random);
    const head = SIGNS[round % SIGNS.length] + String(round);
    const [name, entries] = unpackText(packText(head, writeEntries(lineParams, settings)));
    expect(name).toBe(head);
    expect(readEntries(lineParams, entries)).toEqual(settings);
  }
});

test("a setting that equals the default is said: the page may differ", () => {
  expect(packText("train/loss", writeEntries(lineParams, { log: false, xl: [null, null] }))).toBe(
    "train/loss~log:0~xl:..",
  );
});

test("a change keeps what it does not know and can unsay", () => {
  const view = { log: lineParams.log, sm: lineParams.sm } as View<Pick<LineSettings, "log" | "sm">>;
  const [, entries] = unpackText("p~kind:scatter~log:1~sm:0.5");
  expect(changeEntries(view, entries, { log: undefined, sm: 0.2 })).toEqual([
    ["kind", "scatter"],
    ["sm", "0.2"],
  ]);
});

test("nonsense says nothing", () => {
  const [name, entries] = unpackText("m~log:maybe~:1~sm~yl:3..1~xl:a..b~x:metric:");
  expect(name).toBe("m");
  expect(readEntries(lineParams, entries)).toEqual({});
});

test("a chart's settings come before its section's, and those before the page's", () => {
  const page: LineSettings = { ...DEFAULTS, log: true, sm: 0.5 };
  expect(inherit(page, { sm: 0.2, x: "time" }, { log: false, x: undefined })).toEqual({
    ...DEFAULTS,
    log: false,
    sm: 0.2,
    x: "time",
  });
  expect(sourceOf("log", page, DEFAULTS, {}, { log: false })).toBe("panel");
  expect(sourceOf("sm", page, DEFAULTS, { sm: 0.2 }, {})).toBe("section");
  expect(sourceOf("log", page, DEFAULTS, {}, null)).toBe("page");
  expect(sourceOf("by", page, DEFAULTS, {}, {})).toBe("default");
});
