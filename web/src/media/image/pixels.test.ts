import { expect, test } from "vitest";
import { differenceOf, pixelAt } from "./pixels";

const grey = (width: number, ...values: number[]) => ({
  width,
  height: values.length / width,
  data: new Uint8ClampedArray(values.flatMap((value) => [value, value, value, 255])) as ImageData["data"],
});

test("the difference is absolute, told per channel, and can be made stronger", () => {
  const found = differenceOf(grey(2, 10, 20, 30, 40), grey(2, 10, 25, 20, 40), 4);
  expect([...found.data].filter((_, i) => i % 4 === 0)).toEqual([0, 20, 40, 0]);
  expect(found).toMatchObject({ greatest: 10, changed: 2, mean: 15 / 4 });
});

test("an image of another size is read at the same spots", () => {
  const found = differenceOf(grey(4, ...Array(16).fill(7)), grey(2, 7, 7, 7, 9), 1);
  expect(found).toMatchObject({ width: 4, height: 4, changed: 4, greatest: 2 });
});

test("what is more or less transparent differs, too", () => {
  const clear = (alpha: number) => ({ ...grey(1, 9), data: new Uint8ClampedArray([9, 9, 9, alpha]) });
  const found = differenceOf(clear(255), clear(155), 2);
  expect(found).toMatchObject({ changed: 1, greatest: 100, mean: 25 });
  expect([...found.data]).toEqual([200, 200, 200, 255]);
});

test("a pixel is found by its spot, none outside", () => {
  const image = grey(2, 1, 2, 3, 4);
  expect(pixelAt(image, { x: 0.75, y: 0.25 })).toMatchObject({ x: 1, y: 0, pixel: [2, 2, 2, 255] });
  for (const x of [-0.01, 1]) expect(pixelAt(image, { x, y: 0.5 })).toBeNull();
});
