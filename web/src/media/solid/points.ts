import { classColour } from "../image/layers";

/** What is known of each point: where it is, and its class or colour. */
export type Fields = "xyz" | "xyzc" | "xyzrgb";

/** By what points are coloured: what they bring, or how high they lie. */
export const COLOURINGS = ["auto", "colour", "class", "height", "plain"] as const;
export type Colouring = (typeof COLOURINGS)[number];

export interface Points {
  count: number;
  fields: Fields;
  /** x, y, z of each. */
  positions: Float32Array;
  /** What else each has: its class, or red, green and blue, 0 to 255. */
  rest: Float32Array;
  /** The least and greatest x, y and z. */
  low: [number, number, number];
  high: [number, number, number];
}

const WIDTH: Record<Fields, number> = { xyz: 3, xyzc: 4, xyzrgb: 6 };

export const isFields = (value: unknown): value is Fields => typeof value === "string" && value in WIDTH;

/**
 * Reads float32 points as runs log them. They come in another order: any first part of them is spread over the whole, so
 * that a part can be drawn for all.
 */
export function readPoints(data: ArrayBuffer, fields: Fields): Points {
  const width = WIDTH[fields];
  const count = Math.floor(data.byteLength / 4 / width);
  const values = new Float32Array(data, 0, count * width);
  const positions = new Float32Array(count * 3);
  const rest = new Float32Array(count * (width - 3));
  const low: Points["low"] = [Infinity, Infinity, Infinity];
  const high: Points["high"] = [-Infinity, -Infinity, -Infinity];
  const stride = strideOf(count);
  let from = 0;
  for (let to = 0; to < count; to += 1) {
    for (let axis = 0; axis < width; axis += 1) {
      const value = values[from * width + axis] ?? 0;
      if (axis >= 3) {
        rest[to * (width - 3) + axis - 3] = value;
        continue;
      }
      positions[to * 3 + axis] = value;
      if (value < (low[axis] ?? 0)) low[axis] = value;
      if (value > (high[axis] ?? 0)) high[axis] = value;
    }
    from += stride;
    if (from >= count) from -= count;
  }
  if (count === 0) return { count, fields, positions, rest, low: [0, 0, 0], high: [0, 0, 0] };
  return { count, fields, positions, rest, low, high };
}

/** A stride that visits each of `count` once, and neighbours far from each other: near the golden ratio, and prime to it. */
export function strideOf(count: number): number {
  let stride = Math.max(1, Math.round(count * 0.618034));
  while (divisor(stride, count) !== 1) stride += 1;
  return stride % Math.max(1, count) || 1;
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** What "auto" is for these points. */
export function colouringOf({ fields }: Pick<Points, "fields">, wish: Colouring): Exclude<Colouring, "auto"> {
  const own = fields === "xyzrgb" ? "colour" : fields === "xyzc" ? "class" : "height";
  if (wish === "auto" || (wish === "colour" && own !== "colour") || (wish === "class" && own !== "class")) {
    return own;
  }
  return wish;
}

/** Red, green and blue of each point, 0 to 255; null where all have the same. `up` is the axis that is height. */
export function coloursOf(points: Points, wish: Colouring, up: 1 | 2): Uint8ClampedArray | null {
  const { count, positions, rest, low, high } = points;
  const colouring = colouringOf(points, wish);
  if (colouring === "plain") return null;
  if (colouring === "colour") return new Uint8ClampedArray(rest);
  const colours = new Uint8ClampedArray(count * 3);
  const classes = new Map<number, readonly [number, number, number]>();
  const span = high[up] - low[up] || 1;
  for (let i = 0; i < count; i += 1) {
    let colour: readonly [number, number, number];
    if (colouring === "class") {
      const id = Math.round(rest[i] ?? 0);
      colour = classes.get(id) ?? classColour(Math.abs(id));
      classes.set(id, colour);
    } else {
      colour = HEIGHTS[Math.round((255 * ((positions[i * 3 + up] ?? 0) - low[up])) / span)] ?? [0, 0, 0];
    }
    colours.set(colour, i * 3);
  }
  return colours;
}

/** From low to high, even to the eye and told apart by those who see no red: stops of viridis. */
const STOPS = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [109, 205, 89],
  [180, 222, 44],
  [253, 231, 37],
] as const;

const HEIGHTS = Array.from({ length: 256 }, (_, i): readonly [number, number, number] => {
  const at = (i / 255) * (STOPS.length - 1);
  const [a, b] = [STOPS[Math.floor(at)] ?? STOPS[0], STOPS[Math.ceil(at)] ?? STOPS[0]];
  const part = at - Math.floor(at);
  return [0, 1, 2].map((c) => (a[c] ?? 0) * (1 - part) + (b[c] ?? 0) * part) as unknown as readonly [
    number,
    number,
    number,
  ];
});
