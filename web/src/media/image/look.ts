export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/**
 * How an image is looked at, whatever its size and that of its pane, so that several can be looked at alike: `scale` is
 * 1 where the whole image just fits, `x` and `y` are the spot in the middle of the pane, 0 to 1 across the image.
 */
export interface Look {
  scale: number;
  x: number;
  y: number;
}

export const WHOLE: Look = { scale: 1, x: 0.5, y: 0.5 };

/** Screen pixels an image pixel may take. */
const LEAST = 0.1;
const MOST = 64;

/** Screen pixels an image pixel takes where the whole image is in sight; tiny images grow by whole numbers, so that their pixels stay even. */
export function fitScale(image: Size, pane: Size): number {
  const scale = Math.min(pane.width / image.width, pane.height / image.height);
  return scale >= 2 ? Math.min(MOST, Math.floor(scale)) : scale;
}

export const pixelScale = (look: Look, image: Size, pane: Size): number => look.scale * fitScale(image, pane);

/** Keeps the image in sight: its edge never goes beyond the pane's middle. */
export function held(look: Look, image: Size, pane: Size): Look {
  const scale = pixelScale(look, image, pane);
  const within = (at: number, length: number, room: number) => {
    if (length * scale <= room) return 0.5;
    const half = room / 2 / (length * scale);
    return Math.max(half, Math.min(1 - half, at));
  };
  return {
    scale: look.scale,
    x: within(look.x, image.width, pane.width),
    y: within(look.y, image.height, pane.height),
  };
}

/** Scales around a point, counted in screen pixels from the pane's middle, which keeps showing the same spot. */
export function zoomAt(look: Look, factor: number, point: Point, image: Size, pane: Size): Look {
  const fit = fitScale(image, pane);
  const before = look.scale * fit;
  const after = Math.max(Math.min(LEAST, fit), Math.min(MOST, before * factor));
  const spot = spotAt(look, point, image, pane);
  const next = {
    scale: after / fit,
    x: spot.x - point.x / (image.width * after),
    y: spot.y - point.y / (image.height * after),
  };
  return held(next, image, pane);
}

/** Moves the image by so many screen pixels. */
export function panBy(look: Look, by: Point, image: Size, pane: Size): Look {
  const scale = pixelScale(look, image, pane);
  const next = {
    scale: look.scale,
    x: look.x - by.x / (image.width * scale),
    y: look.y - by.y / (image.height * scale),
  };
  return held(next, image, pane);
}

/** Which spot of the image is at a point of the pane, as shares of its width and height; may lie outside. */
export function spotAt(look: Look, point: Point, image: Size, pane: Size): Point {
  const scale = pixelScale(look, image, pane);
  return { x: look.x + point.x / (image.width * scale), y: look.y + point.y / (image.height * scale) };
}

export function formatLook({ scale, x, y }: Look): string {
  if (scale === 1 && x === 0.5 && y === 0.5) return "";
  return [scale, x, y].map((part) => Number(part.toPrecision(5))).join("_");
}

export function parseLook(text: string): Look {
  const [scale, x, y] = text.split("_").map(Number);
  const valid =
    [scale, x, y].every((part) => part !== undefined && Number.isFinite(part)) && (scale ?? 0) > 0;
  return valid && scale && x !== undefined && y !== undefined ? { scale, x, y } : WHOLE;
}
