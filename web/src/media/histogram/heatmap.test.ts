import { expect, test } from "vitest";
import { heatCells, heatColours, heatLevel } from "./heatmap";

test("colours go from the page to what stands out, in both themes", () => {
  for (const theme of ["light", "dark"] as const) {
    const colours = heatColours(theme);
    expect(new Set(colours).size).toBeGreaterThan(50);
  }
  expect(heatLevel(0, 1)).toBeNull();
  expect(heatLevel(1e-9, 1)).toBe(0);
  expect(heatLevel(1, 1)).toBe(63);
});

test("cells meet without seams, and none vanishes", () => {
  const cells = heatCells([0.5, 0, 1, 0.1], [100, 60.4, 30.2, 30.1, 0], [10.2, 10.3], 1);
  expect(cells.map(({ left, width }) => [left, width])).toEqual([
    [10, 1],
    [10, 1],
    [10, 1],
  ]);
  expect(cells.map(({ top, height }) => [top, top + height])).toEqual([
    [60, 100],
    [29, 30],
    [0, 30],
  ]);
});
