import type { Size } from "./look";

/** Larger images are not taken apart in the browser: their values alone would take hundreds of megabytes. */
const MOST_PIXELS = 40_000_000;
const KEPT = 24;

const kept = new Map<string, Promise<ImageData>>();

/** The pixels of an image, as the browser decodes them. */
export function pixelsOf(url: string): Promise<ImageData> {
  const known = kept.get(url);
  if (known) {
    kept.delete(url);
    kept.set(url, known);
    return known;
  }
  const loading = load(url);
  kept.set(url, loading);
  loading.catch(() => kept.delete(url));
  if (kept.size > KEPT) kept.delete(kept.keys().next().value ?? "");
  return loading;
}

async function load(url: string): Promise<ImageData> {
  const image = new Image();
  image.src = url;
  await image.decode();
  // A drawing may have no size of its own.
  const width = image.naturalWidth || 512;
  const height = image.naturalHeight || 512;
  if (width * height > MOST_PIXELS) throw new Error("The image is too large to read its pixels here.");
  const context = canvasOf({ width, height });
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

export function canvasOf({ width, height }: Size): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("The browser gives no canvas.");
  return context;
}

export type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/** The pixel at a spot, shares of width and height; null outside. */
export function pixelAt(
  { data, width, height }: Pick<ImageData, "data" | "width" | "height">,
  spot: { x: number; y: number },
): (Size & { x: number; y: number; pixel: Pixel }) | null {
  const x = Math.floor(spot.x * width);
  const y = Math.floor(spot.y * height);
  if (x < 0 || y < 0 || x >= width || y >= height) return null;
  const at = 4 * (y * width + x);
  const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4);
  return { x, y, width, height, pixel: [red, green, blue, alpha] };
}

export interface Difference {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
  /** Of all channels of all pixels, 0 to 255. */
  mean: number;
  greatest: number;
  /** How many pixels differ at all. */
  changed: number;
}

/**
 * |a - b| of each channel, times `gain`, on the pixels of `a`; `b` is read at the nearest spot where sizes differ. What differs in
 * transparency differs in all colours; it counts as a channel where something is transparent.
 */
export function differenceOf(
  a: Pick<ImageData, "data" | "width" | "height">,
  b: Pick<ImageData, "data" | "width" | "height">,
  gain: number,
): Difference {
  const { width, height } = a;
  const data = new Uint8ClampedArray(4 * width * height);
  let sum = 0;
  let greatest = 0;
  let changed = 0;
  let channels = 3;
  for (let y = 0; y < height; y += 1) {
    const row = Math.min(b.height - 1, Math.floor(((y + 0.5) * b.height) / height)) * b.width;
    for (let x = 0; x < width; x += 1) {
      const at = 4 * (y * width + x);
      const other = 4 * (row + Math.min(b.width - 1, Math.floor(((x + 0.5) * b.width) / width)));
      const clear = Math.abs((a.data[at + 3] ?? 0) - (b.data[other + 3] ?? 0));
      if (clear > 0 || a.data[at + 3] !== 255) channels = 4;
      sum += clear;
      let most = clear;
      for (let channel = 0; channel < 3; channel += 1) {
        const delta = Math.abs((a.data[at + channel] ?? 0) - (b.data[other + channel] ?? 0));
        sum += delta;
        if (delta > most) most = delta;
        data[at + channel] = Math.max(delta, clear) * gain;
      }
      data[at + 3] = 255;
      if (most > greatest) greatest = most;
      if (most > 0) changed += 1;
    }
  }
  return { data, width, height, mean: sum / (channels * width * height), greatest, changed };
}
