import { create } from "zustand";
import type { Param } from "@/route/search";
import { WIDTH } from "./columns";

/** By field, in pixels. */
export type Widths = Readonly<Record<string, number>>;

export const NO_WIDTHS: Widths = {};

/** A width that a column can have. */
export const clampWidth = (width: number): number =>
  Math.min(WIDTH.max, Math.max(WIDTH.min, Math.round(width)));

/** The widths that the reader chose, each as `field:pixels`. */
export const widths = (): Param<Widths> => ({
  fallback: NO_WIDTHS,
  read: (values) => {
    const found: Record<string, number> = {};
    for (const value of values) {
      const colon = value.lastIndexOf(":");
      const width = Number(value.slice(colon + 1));
      if (colon > 0 && width > 0 && Number.isFinite(width)) found[value.slice(0, colon)] = clampWidth(width);
    }
    return found;
  },
  write: (value) => Object.entries(value).map(([field, width]) => `${field}:${width}`),
});

/** A column whose edge is being dragged: it is in the address once the pointer lets go. */
export const useDraggedWidth = create<{ field: string; width: number }>(() => ({ field: "", width: 0 }));

export const dragWidth = (field: string, width: number): void =>
  useDraggedWidth.setState({ field, width: clampWidth(width) });

/** Ends the drag; gives the width that came of it, null where nothing was dragged. */
export function dropWidth(): number | null {
  const { field, width } = useDraggedWidth.getState();
  useDraggedWidth.setState({ field: "", width: 0 });
  return field === "" ? null : width;
}
