export interface Zoom {
  /** How many screen pixels one pixel of the image takes. */
  scale: number;
  /** Where the image's middle is, in screen pixels from the pane's. */
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

const LARGEST = 64;

/** The scale at which the whole image is in sight; tiny images grow by whole numbers, so that their pixels stay even. */
export function fitScale(image: Size, pane: Size): number {
  const scale = Math.min(pane.width / image.width, pane.height / image.height);
  return scale >= 2 ? Math.min(LARGEST, Math.floor(scale)) : scale;
}

/** Scales around a point of the pane, which keeps showing the same spot of the image. */
export function zoomAt(
  zoom: Zoom,
  factor: number,
  point: { x: number; y: number },
  image: Size,
  pane: Size,
): Zoom {
  const smallest = Math.min(1, fitScale(image, pane));
  const scale = Math.max(smallest, Math.min(LARGEST, zoom.scale * factor));
  const ratio = scale / zoom.scale;
  return held(
    { scale, x: point.x - (point.x - zoom.x) * ratio, y: point.y - (point.y - zoom.y) * ratio },
    image,
    pane,
  );
}

/** Keeps the image in sight: one smaller than the pane stays in its middle, a larger one covers it. */
export function held(zoom: Zoom, image: Size, pane: Size): Zoom {
  const reach = (length: number, room: number) => Math.max(0, (length * zoom.scale - room) / 2);
  const within = (value: number, most: number) => Math.max(-most, Math.min(most, value));
  return {
    scale: zoom.scale,
    x: within(zoom.x, reach(image.width, pane.width)),
    y: within(zoom.y, reach(image.height, pane.height)),
  };
}
