import { create } from "zustand";
import { WIDTH } from "./columns";

const KEY = "runstone.columns";

interface Widths {
  /** By field, in pixels. */
  widths: Readonly<Record<string, number>>;
  resize(field: string, width: number): void;
}

function remembered(): Record<string, number> {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "") as Record<string, number>;
    return Object.fromEntries(Object.entries(found).filter(([, width]) => Number.isFinite(width)));
  } catch {
    return {};
  }
}

/** How wide columns are on this screen: a habit of this browser, not a part of the view. */
export const useColumnWidths = create<Widths>((set) => ({
  widths: remembered(),
  resize: (field, width) =>
    set(({ widths }) => ({
      widths: { ...widths, [field]: Math.min(WIDTH.max, Math.max(WIDTH.min, Math.round(width))) },
    })),
}));

useColumnWidths.subscribe(({ widths }) => localStorage.setItem(KEY, JSON.stringify(widths)));
