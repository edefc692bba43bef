import { blobUrl, THUMBNAIL_SIZES, thumbnailUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import type { Size } from "./look";

/** An image of up to this many pixels a side is shown pixel by pixel: smoothing would blur what it says. */
const TINY = 160;

export interface Picture {
  /** null where the run did not record them. */
  size: Size | null;
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

/** The address of an image at its full resolution. */
export const fullUrl = (item: MediaItem): string => blobUrl(item.sha256, item.mime);

/** The address to show an image from where its longer side takes so many device pixels. */
export function smallUrl(item: MediaItem, pixels: number): string {
  const { size } = pictureOf(item);
  // Drawings scale by themselves, and a thumbnail would stand still.
  if (/^image\/(svg|gif)/.test(item.mime)) return fullUrl(item);
  const fitting = THUMBNAIL_SIZES.find((each) => each >= pixels) ?? 1024;
  return size && Math.max(size.width, size.height) <= fitting
    ? fullUrl(item)
    : thumbnailUrl(item.sha256, fitting);
}
