import { expect, test } from "vitest";
import { gridOf } from "./FacetGrid";

test("as many pictures as fit, in even rows", () => {
  expect(gridOf(3, 640, 196, false)).toEqual({ columns: 3, rows: 1, shown: 3, height: 196 });
  expect(gridOf(20, 640, 196, false)).toEqual({ columns: 4, rows: 1, shown: 4, height: 196 });
  expect(gridOf(6, 640, 400, false)).toEqual({ columns: 3, rows: 2, shown: 6, height: 400 });
  expect(gridOf(1, 100, 50, false)).toEqual({ columns: 1, rows: 1, shown: 1, height: 50 });
});

test("enlarged, all of them have room", () => {
  const { shown, rows, height } = gridOf(20, 1300, 500, true);
  expect(shown).toBe(20);
  expect(height).toBe(rows * 280);
});
