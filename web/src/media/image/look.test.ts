import { expect, test } from "vitest";
import { fitScale, formatLook, held, panBy, parseLook, pixelScale, spotAt, WHOLE, zoomAt } from "./look";

const PANE = { width: 800, height: 600 };
const LARGE = { width: 4000, height: 2000 };

test("a large image is shrunk to fit, a tiny one grows by whole numbers", () => {
  expect(fitScale(LARGE, PANE)).toBe(0.2);
  expect(fitScale({ width: 64, height: 64 }, PANE)).toBe(9);
  expect(fitScale({ width: 4, height: 4 }, PANE)).toBe(64);
});

test("zooming keeps the spot under the pointer", () => {
  const point = { x: 300, y: 50 };
  const look = zoomAt({ scale: 3, x: 0.4, y: 0.6 }, 1.7, point, LARGE, PANE);
  const before = spotAt({ scale: 3, x: 0.4, y: 0.6 }, point, LARGE, PANE);
  const after = spotAt(look, point, LARGE, PANE);
  expect(after.x).toBeCloseTo(before.x);
  expect(after.y).toBeCloseTo(before.y);
});

test("the zoom goes from a tenth to 64 screen pixels a pixel", () => {
  const small = { width: 400, height: 300 };
  expect(pixelScale(zoomAt(WHOLE, 1e-9, { x: 0, y: 0 }, small, PANE), small, PANE)).toBeCloseTo(0.1);
  expect(pixelScale(zoomAt(WHOLE, 1e9, { x: 0, y: 0 }, small, PANE), small, PANE)).toBeCloseTo(64);
});

test("an image smaller than its pane stays in the middle, a larger one covers it", () => {
  expect(held({ scale: 0.5, x: 0.1, y: 0.9 }, LARGE, PANE)).toEqual({ scale: 0.5, x: 0.5, y: 0.5 });
  const look = panBy({ scale: 10, x: 0.5, y: 0.5 }, { x: 1e9, y: -1e9 }, LARGE, PANE);
  expect(look.x).toBeCloseTo(0.05);
  expect(look.y).toBeCloseTo(1 - 0.075);
});

test("a look survives the address; the whole image is not worth a word", () => {
  const look = { scale: 3.25, x: 0.125, y: 0.75 };
  expect(parseLook(formatLook(look))).toEqual(look);
  expect(formatLook(WHOLE)).toBe("");
  for (const nonsense of ["", "1_2", "x_1_1", "0_1_1", "-1_0_0"]) expect(parseLook(nonsense)).toEqual(WHOLE);
});
