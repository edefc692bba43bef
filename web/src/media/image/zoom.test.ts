import { expect, test } from "vitest";
import { fitScale, held, zoomAt } from "./zoom";

const pane = { width: 1000, height: 800 };
const photo = { width: 2000, height: 800 };
const digit = { width: 28, height: 28 };

test("large images shrink to fit, tiny ones grow by whole numbers", () => {
  expect(fitScale(photo, pane)).toBe(0.5);
  expect(fitScale(digit, pane)).toBe(28);
  expect(fitScale({ width: 1, height: 1 }, pane)).toBe(64);
});

test("the spot under the pointer stays where it is", () => {
  const point = { x: 200, y: -50 };
  const before = { scale: 1, x: 100, y: 0 };
  const after = zoomAt(before, 3, point, photo, pane);
  expect(after.scale).toBe(3);
  expect((point.x - after.x) / after.scale).toBeCloseTo((point.x - before.x) / before.scale);
  expect((point.y - after.y) / after.scale).toBeCloseTo((point.y - before.y) / before.scale);
});

test("zooming out ends when all is in sight, in the middle", () => {
  expect(zoomAt({ scale: 0.6, x: 90, y: 0 }, 0.1, { x: 300, y: 300 }, photo, pane)).toEqual({
    scale: 0.5,
    x: 0,
    y: 0,
  });
});

test("an image cannot be lost beyond the edge", () => {
  expect(held({ scale: 1, x: 9999, y: 9999 }, photo, pane)).toEqual({ scale: 1, x: 500, y: 0 });
});
