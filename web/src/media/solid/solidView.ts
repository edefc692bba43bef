import type { MediaItem } from "@/api/types";
import { entryOf, withEntry } from "../mediaView";
import { COLOURINGS, type Colouring } from "./points";

export const SIZES = [1, 2, 3, 5] as const;

/** How what stands in space is drawn, all of a key alike. */
export interface SolidStyle {
  colouring: Colouring;
  /** Of points, in pixels. */
  size: (typeof SIZES)[number];
  /** Which axis is up; null is what the format has. */
  up: "y" | "z" | null;
}

export const PLAIN: SolidStyle = { colouring: "auto", size: 2, up: null };

/** The address has `height,3,y@key`. */
export function readStyle(entries: readonly string[] | null, key: string): SolidStyle {
  const [colouring, size, up] = entryOf(entries, key)?.split(",") ?? [];
  return {
    colouring: COLOURINGS.find((each) => each === colouring) ?? PLAIN.colouring,
    size: SIZES.find((each) => String(each) === size) ?? PLAIN.size,
    up: up === "y" || up === "z" ? up : null,
  };
}

export function writeStyle(
  entries: readonly string[] | null,
  key: string,
  style: SolidStyle,
): string[] | null {
  const { colouring, size, up } = style;
  const isPlain = colouring === PLAIN.colouring && size === PLAIN.size && up === null;
  return withEntry(entries, key, isPlain ? null : `${colouring},${size},${up ?? ""}`);
}

/** Which axis is up where nobody says: glTF and most OBJ files have y, what is measured and printed z. */
export function upOf(style: SolidStyle, { facts }: Pick<MediaItem, "facts">): "y" | "z" {
  if (style.up) return style.up;
  const isMesh = ["glb", "gltf", "obj"].includes(String(facts.format));
  return isMesh && facts.source_format !== "ply" ? "y" : "z";
}
