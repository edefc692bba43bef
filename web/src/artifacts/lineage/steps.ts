import type { Picture } from "./picture";

export type Way = "left" | "right" | "up" | "down";

/** The box that lies next that way: of those joined to this one the nearest, or the neighbour in its layer. */
export function stepFrom({ boxes, from, to }: Picture, at: number, way: Way): number {
  const here = boxes[at];
  if (!here) return boxes.length > 0 ? 0 : -1;
  const far = (place: number) => Math.abs((boxes[place]?.y ?? 0) - here.y);
  const nearest = (places: readonly number[]) =>
    places.reduce((best, place) => (best < 0 || far(place) < far(best) ? place : best), -1);
  if (way === "left" || way === "right") {
    const next = nearest((way === "left" ? from : to)[at] ?? []);
    return next < 0 ? at : next;
  }
  const sign = way === "down" ? 1 : -1;
  const next = nearest(
    boxes.flatMap((box, place) => (box.x === here.x && sign * (box.y - here.y) > 0 ? [place] : [])),
  );
  return next < 0 ? at : next;
}
