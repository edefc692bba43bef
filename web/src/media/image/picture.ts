import type { MediaItem } from "@/api/types";

/** An image of up to this many pixels a side is shown pixel by pixel: smoothing would blur what it says. */
const TINY = 160;

export interface Picture {
  /** null where the run did not record them. */
  size: { width: number; height: number } | null;
  tiny: boolean;
  alt: string;
}

export function pictureOf(item: MediaItem): Picture {
  const { width, height } = item.facts;
  const known = typeof width === "number" && typeof height === "number" && width > 0 && height > 0;
  return {
    size: known ? { width, height } : null,
    tiny: known && Math.max(width, height) <= TINY,
    alt: item.caption ?? `${item.key}, step ${item.step}, number ${item.index + 1}`,
  };
}
