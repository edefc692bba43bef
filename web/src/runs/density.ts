import { create } from "zustand";

const KEY = "runstone.density";

export const DENSITIES = [
  { value: "compact", label: "Compact", rowPx: 22 },
  { value: "normal", label: "Normal", rowPx: 28 },
  { value: "roomy", label: "Roomy", rowPx: 36 },
] as const;
export type Density = (typeof DENSITIES)[number]["value"];

interface DensityStore {
  density: Density;
  choose(density: Density): void;
}

function remembered(): Density {
  try {
    const known = localStorage.getItem(KEY);
    return DENSITIES.find(({ value }) => value === known)?.value ?? "normal";
  } catch {
    return "normal"; // in a frame of another site, a browser may keep its storage closed
  }
}

/** How high the rows of tables of runs are: a habit of this browser, not a part of the view. */
export const useDensity = create<DensityStore>((set) => ({
  density: remembered(),
  choose: (density) => {
    localStorage.setItem(KEY, density);
    set({ density });
  },
}));

/** In pixels. */
export const useRowHeight = (): number =>
  useDensity(({ density }) => DENSITIES.find(({ value }) => value === density)?.rowPx ?? 28);
