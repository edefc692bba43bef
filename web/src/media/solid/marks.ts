import type { Json, MediaItem } from "@/api/types";

type Place = readonly [number, number, number];

/** Lines in space with a colour and a word: the boxes and vectors of a scene. */
export interface Mark {
  label: string;
  colour: string;
  lines: readonly (readonly [Place, Place])[];
  /** Where the word stands. */
  at: Place;
}

const isPlace = (value: Json | undefined): value is [number, number, number] =>
  Array.isArray(value) && value.length === 3 && value.every((each) => typeof each === "number");

/** The marks that an item's facts tell of; what is none is left out. */
export function marksOf({ facts }: Pick<MediaItem, "facts">): Mark[] {
  const listed = (name: string): Json[] => (Array.isArray(facts[name]) ? (facts[name] as Json[]) : []);
  const boxes = listed("boxes").flatMap((box): Mark[] => {
    if (typeof box !== "object" || box === null || Array.isArray(box)) return [];
    const { corners, label, color, score } = box;
    if (!Array.isArray(corners) || corners.length !== 8 || !corners.every(isPlace)) return [];
    const words = [typeof label === "string" ? label : "", typeof score === "number" ? score.toFixed(2) : ""];
    const places = corners as unknown as Place[];
    const lines = edgesOf(places).map(([a, b]) => [places[a], places[b]] as [Place, Place]);
    const top = places.reduce((most, each) => (each[2] > most[2] ? each : most));
    return [{ label: words.filter(Boolean).join(" "), colour: colourOf(color), lines, at: top }];
  });
  const vectors = listed("vectors").flatMap((vector): Mark[] => {
    if (typeof vector !== "object" || vector === null || Array.isArray(vector)) return [];
    const { start, end, color, label } = vector;
    if (!isPlace(start) || !isPlace(end)) return [];
    const words = typeof label === "string" ? label : "";
    return [{ label: words, colour: colourOf(color), lines: [[start, end]], at: end }];
  });
  return [...boxes, ...vectors];
}

function colourOf(value: Json | undefined): string {
  if (typeof value === "string" && /^#[0-9a-f]{3,8}$|^[a-z]+$/i.test(value)) return value;
  const [r, g, b] = isPlace(value) ? value : [230, 120, 0];
  return `rgb(${[r, g, b].map((each) => Math.max(0, Math.min(255, Math.round(each)))).join(", ")})`;
}

/** The twelve edges of a box by its corners, in whatever order these come: no corner sees an edge under a right angle or more. */
export function edgesOf(corners: readonly Place[]): [number, number][] {
  const edges: [number, number][] = [];
  for (let i = 0; i < corners.length; i += 1) {
    for (let j = i + 1; j < corners.length; j += 1) {
      const [a, b] = [corners[i], corners[j]];
      if (!a || !b) continue;
      const slack = 1e-4 * squared(a, b);
      const isEdge = corners.every(
        (c, k) =>
          k === i ||
          k === j ||
          (a[0] - c[0]) * (b[0] - c[0]) + (a[1] - c[1]) * (b[1] - c[1]) + (a[2] - c[2]) * (b[2] - c[2]) >
            slack,
      );
      if (isEdge) edges.push([i, j]);
    }
  }
  return edges;
}

const squared = (a: Place, b: Place): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
