import type { MediaItem, MediaPart } from "@/api/types";
import { packText, unpackText } from "@/charts/settings/pack";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
  class: number;
  caption: string | null;
  scores: Readonly<Record<string, number>>;
}

export interface BoxLayer {
  kind: "boxes";
  name: string;
  labels: Readonly<Record<string, string>>;
  boxes: readonly Box[];
}

export interface MaskLayer {
  kind: "masks";
  name: string;
  labels: Readonly<Record<string, string>>;
  part: MediaPart;
}

export type Layer = BoxLayer | MaskLayer;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const labelsOf = (value: unknown): Record<string, string> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([id, name]) => [id, String(name)])) : {};

/** Boxes and masks that were logged with an image; what makes no sense is left out. */
export function layersOf(item: MediaItem): Layer[] {
  const { layers } = item.facts;
  if (!isRecord(layers)) return [];
  const found: Layer[] = [];
  for (const [name, layer] of Object.entries(isRecord(layers.masks) ? layers.masks : {})) {
    if (!isRecord(layer)) continue;
    const part = item.parts[String(layer.part)] as unknown as MediaPart | undefined;
    if (part) found.push({ kind: "masks", name, labels: labelsOf(layer.labels), part });
  }
  for (const [name, layer] of Object.entries(isRecord(layers.boxes) ? layers.boxes : {})) {
    if (!isRecord(layer) || !Array.isArray(layer.boxes)) continue;
    const boxes = layer.boxes.flatMap(readBox);
    found.push({ kind: "boxes", name, labels: labelsOf(layer.labels), boxes });
  }
  return found;
}

function readBox(value: unknown): Box[] {
  if (!isRecord(value)) return [];
  const { left, top, right, bottom } = value;
  const sides = { left, top, right, bottom };
  if (Object.values(sides).some((side) => typeof side !== "number" || !Number.isFinite(side))) return [];
  const scores = Object.entries(isRecord(value.scores) ? value.scores : {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number",
  );
  return [
    {
      ...(sides as Record<"left" | "top" | "right" | "bottom", number>),
      class: typeof value.class === "number" ? value.class : 0,
      caption: typeof value.caption === "string" ? value.caption : null,
      scores: Object.fromEntries(scores),
    },
  ];
}

/** How the layers of a key are shown. */
export interface Marks {
  /** Classes that are hidden, as `boxes/predictions/3`; a whole layer as `boxes/predictions`. */
  hidden: ReadonlySet<string>;
  /** Boxes with a lesser score are hidden. */
  least: Readonly<Record<string, number>>;
  /** Of masks, 0 to 1. */
  opacity: number;
  /** Boxes say their class. */
  labels: boolean;
}

export const ALL_MARKS: Marks = { hidden: new Set(), least: {}, opacity: 0.5, labels: true };

export const layerId = ({ kind, name }: Layer): string => `${kind}/${name}`;
export const classId = (layer: Layer, id: number): string => `${layerId(layer)}/${id}`;

export const isShown = (marks: Marks, layer: Layer, id: number): boolean =>
  !marks.hidden.has(layerId(layer)) && !marks.hidden.has(classId(layer, id));

/** The boxes of a layer that are to be seen. */
export const shownBoxes = (marks: Marks, layer: BoxLayer): Box[] =>
  layer.boxes.filter(
    (box) =>
      isShown(marks, layer, box.class) &&
      Object.entries(box.scores).every(([name, score]) => !(score < (marks.least[name] ?? -Infinity))),
  );

export function readMarks(entries: readonly string[] | null, key: string): Marks {
  const found = entries?.map(unpackText).find(([name]) => name === key)?.[1] ?? [];
  const values = (name: string) => found.filter(([each]) => each === name).map(([, value]) => value);
  const least = values("min").map((text): [string, number] => {
    const at = text.indexOf("=");
    return [text.slice(at + 1), Number(text.slice(0, at))];
  });
  const opacity = Number(values("opacity")[0] ?? Number.NaN);
  return {
    hidden: new Set(values("off")),
    least: Object.fromEntries(least.filter(([, value]) => Number.isFinite(value))),
    opacity: Number.isNaN(opacity) ? ALL_MARKS.opacity : Math.max(0, Math.min(1, opacity)),
    labels: values("labels")[0] !== "0",
  };
}

export function writeMarks(entries: readonly string[] | null, key: string, marks: Marks): string[] | null {
  const rest = entries?.filter((entry) => unpackText(entry)[0] !== key) ?? [];
  const own = [
    ...[...marks.hidden].map((id) => ["off", id] as const),
    ...Object.entries(marks.least).map(([name, value]) => ["min", `${value}=${name}`] as const),
    ...(marks.opacity === ALL_MARKS.opacity ? [] : [["opacity", String(marks.opacity)] as const]),
    ...(marks.labels ? [] : [["labels", "0"] as const]),
  ];
  const next = own.length > 0 ? [...rest, packText(key, own)] : rest;
  return next.length > 0 ? next : null;
}

/** The colour of a class: neighbours are far apart, and the same class has the same one everywhere. */
export function classColour(id: number): [red: number, green: number, blue: number] {
  const hue = (id * 137.508 + 210) % 360;
  const light = 0.5 + 0.08 * (id % 3);
  const part = (shift: number) => {
    const k = (shift + hue / 30) % 12;
    return Math.round(
      255 * (light - 0.85 * Math.min(light, 1 - light) * Math.max(-1, Math.min(k - 3, 9 - k, 1))),
    );
  };
  return [part(0), part(8), part(4)];
}

export const cssClassColour = (id: number): string => `rgb(${classColour(id).join(" ")})`;
