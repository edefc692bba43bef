import { create } from "zustand";

const KEY = "runstone.rail";
export const RAIL_MIN = 220;
export const RAIL_MAX = 640;
const RAIL_DEFAULT = 340;

interface RailStore {
  width: number;
  open: boolean;
  resize(width: number): void;
  toggle(): void;
}

function remembered(): { width: number; open: boolean } {
  try {
    const { width, open } = JSON.parse(localStorage.getItem(KEY) ?? "") as { width: number; open: boolean };
    return { width: clamp(width), open: open !== false };
  } catch {
    return { width: RAIL_DEFAULT, open: true };
  }
}

const clamp = (width: number): number =>
  Math.min(RAIL_MAX, Math.max(RAIL_MIN, Math.round(width) || RAIL_DEFAULT));

/** The rail's place on this screen: a habit of this browser, not a part of the view. */
export const useRail = create<RailStore>((set) => ({
  ...remembered(),
  resize: (width) => set({ width: clamp(width) }),
  toggle: () => set(({ open }) => ({ open: !open })),
}));

useRail.subscribe(({ width, open }) => localStorage.setItem(KEY, JSON.stringify({ width, open })));
