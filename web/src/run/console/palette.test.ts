import { expect, test } from "vitest";
import { contrast, readable } from "./contrast";
import { GROUND, lookOf } from "./palette";

const THEMES = ["light", "dark"] as const;

test.each(THEMES)("all 16 colours can be read as text, %s", (theme) => {
  for (let ink = 0; ink < 16; ink += 1) {
    const look = lookOf({ ink }, theme);
    expect(contrast(look.ink ?? [0, 0, 0], GROUND[theme])).toBeGreaterThanOrEqual(4.5);
  }
});

test.each(THEMES)("any ink can be read on any ground, plain, faint and inverse, %s", (theme) => {
  for (let ink = 0; ink < 16; ink += 1) {
    for (let ground = 0; ground < 16; ground += 1) {
      for (const more of [{}, { faint: true }, { inverse: true }]) {
        const look = lookOf({ ink, ground, ...more }, theme);
        expect(contrast(look.ink ?? [0, 0, 0], look.ground ?? [0, 0, 0])).toBeGreaterThanOrEqual(4.5);
      }
    }
  }
});

test("what can be read stays as it is, what cannot moves no further than it must", () => {
  expect(readable([0, 0, 0], [255, 255, 255])).toEqual([0, 0, 0]);
  const yellow = readable([255, 255, 0], [255, 255, 255]);
  expect(contrast(yellow, [255, 255, 255])).toBeLessThan(5);
  expect(yellow[2]).toBe(0);
});

test("plain text is the console's own", () => {
  expect(lookOf({}, "light")).toEqual({ ink: null, ground: null });
});
