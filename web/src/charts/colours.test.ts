import { describe, expect, test } from "vitest";
import { assignSlots, keepApart, styleOfSlot } from "./colours";
import { distance, type LinearRgb, linearRgb, oklab } from "./oklab";

const slotsOf = (slots: ReadonlyMap<string, number>) => Object.fromEntries(slots);

test("runs take slots in the order of the view", () => {
  expect(slotsOf(assignSlots(new Map(), ["c", "a", "b"]))).toEqual({ c: 0, a: 1, b: 2 });
});

test("a shown run keeps its slot when others come, go or move", () => {
  const first = assignSlots(new Map(), ["a", "b", "c"]);
  const second = assignSlots(first, ["c", "d", "a"]);
  expect(slotsOf(second)).toEqual({ a: 0, c: 2, d: 1 });
});

test("nine and up repeat the hues dashed, beyond sixteen lines are grey", () => {
  const [first, ninth, late] = [0, 8, 16].map((slot) => styleOfSlot(slot, "light"));
  expect(ninth?.colour).toBe(first?.colour);
  expect(first?.dash).toHaveLength(0);
  expect(ninth?.dash).not.toHaveLength(0);
  expect(late).toEqual(styleOfSlot(undefined, "light"));
});

/** What is left of red, green and blue light for those who lack one kind of cone (Machado, Oliveira and Fernandes, 2009). */
const SEEN_BY = {
  everybody: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopes: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopes: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopes: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;
const BACKGROUND = { light: "#ffffff", dark: "#0f1115" } as const;

const rgbOf = (hex: string): LinearRgb => linearRgb(hex) ?? [0, 0, 0];

function seen([red, green, blue]: LinearRgb, by: readonly number[]): LinearRgb {
  const row = (at: number) =>
    Math.min(1, Math.max(0, (by[at] ?? 0) * red + (by[at + 1] ?? 0) * green + (by[at + 2] ?? 0) * blue));
  return [row(0), row(3), row(6)];
}

const luminance = ([red, green, blue]: LinearRgb) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

describe.each(["light", "dark"] as const)("the hues of the %s theme", (theme) => {
  const hues = Array.from({ length: 8 }, (_, slot) => styleOfSlot(slot, theme).colour);

  test.each(Object.entries(SEEN_BY))("are told apart by %s", (_, by) => {
    const places = hues.map((hue) => oklab(seen(rgbOf(hue), by)));
    const distances = places.flatMap((one, at) => places.slice(at + 1).map((other) => distance(one, other)));
    expect(Math.min(...distances)).toBeGreaterThan(0.1);
  });

  test("stand out from the background", () => {
    const ground = luminance(rgbOf(BACKGROUND[theme]));
    for (const hue of hues) {
      const [dim, bright] = [luminance(rgbOf(hue)), ground].toSorted((a, b) => a - b) as [number, number];
      expect((bright + 0.05) / (dim + 0.05)).toBeGreaterThanOrEqual(2.99);
    }
  });
});

test("lines of near colours get dashes of their own, and the first keeps its line", () => {
  const blue = styleOfSlot(0, "light");
  const given = { colour: "#2b90f5", dash: [] };
  const dashes = keepApart(
    [blue, given, styleOfSlot(1, "light"), given, styleOfSlot(8, "light")],
    "light",
  ).map(({ dash }) => String(dash));
  expect(dashes[0]).toBe("");
  expect(dashes[2]).toBe("");
  expect(new Set([dashes[0], dashes[1], dashes[3], dashes[4]]).size).toBe(4);
  const slots = Array.from({ length: 20 }, (_, slot) => styleOfSlot(slot, "light"));
  expect(keepApart(slots, "light")).toEqual(slots);
});
