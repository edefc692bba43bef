import type { Box, BoxLayer } from "./layers";
import type { Point, Size } from "./look";

/** Right of this share of an image a label ends with its box, so that it has room. */
const ENDS_FROM = 0.6;

/** What a box says of itself: its caption, or its class and the first of its scores. */
export function sayBox(layer: BoxLayer, box: Box): string {
  const name = box.caption ?? layer.labels[String(box.class)] ?? `class ${box.class}`;
  const [score] = Object.values(box.scores);
  return box.caption === null && score !== undefined ? `${name} ${score.toFixed(2)}` : name;
}

/** A label begins where its box does, or ends there. */
export const endsWithBox = (box: Box): boolean => box.left > ENDS_FROM;

/** The top left corner of a box's label: over the box where there is room, and always within the image. */
export function placeLabel(box: Box, image: Size, label: Size): Point {
  const x = endsWithBox(box) ? box.right * image.width - label.width : box.left * image.width;
  return {
    x: Math.max(0, Math.min(x, image.width - label.width)),
    y: Math.max(0, Math.min(box.top * image.height, image.height) - label.height),
  };
}
