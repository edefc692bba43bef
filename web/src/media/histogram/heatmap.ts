import { colourOfShare } from "@/charts/colours";
import type { Theme } from "@/theme/theme";

const LEVELS = 64;

/**
 * Colours of densities from none to the greatest. Viridis tells them apart for colour-blind eyes, too; the dense end is
 * the one that stands out from the page.
 */
export function heatColours(theme: Theme): string[] {
  return Array.from({ length: LEVELS }, (_, level) => {
    const share = level / (LEVELS - 1);
    return colourOfShare(theme === "light" ? 1 - share : share, theme);
  });
}

/** The square root shows tails beside a peak that is hundreds of times as dense; null where there is nothing. */
export function heatLevel(density: number, peak: number): number | null {
  if (!(density > 0) || !(peak > 0)) return null;
  return Math.min(LEVELS - 1, Math.floor(Math.sqrt(density / peak) * LEVELS));
}

export interface Cell {
  left: number;
  top: number;
  width: number;
  height: number;
  level: number;
}

/** The cells of one step in whole pixels, so that neighbours meet without seams and none vanishes. `edges` go up. */
export function heatCells(
  density: readonly number[],
  edges: readonly number[],
  [left, right]: readonly [number, number],
  peak: number,
): Cell[] {
  const from = Math.round(left);
  const width = Math.max(1, Math.round(right) - from);
  return density.flatMap((each, i) => {
    const level = heatLevel(each, peak);
    if (level === null) return [];
    const bottom = Math.round(edges[i] ?? 0);
    const top = Math.min(bottom - 1, Math.round(edges[i + 1] ?? 0));
    return [{ left: from, top, width, height: bottom - top, level }];
  });
}
