import { create } from "zustand";
import type { Panel } from "./arrange";

interface UndoStore {
  /** The panel that was removed last, and the way to have it back. */
  removed: { panel: Panel; undo(): void } | null;
  offer(panel: Panel, undo: () => void): void;
  dismiss(): void;
}

export const useUndo = create<UndoStore>((set) => ({
  removed: null,
  offer: (panel, undo) => set({ removed: { panel, undo } }),
  dismiss: () => set({ removed: null }),
}));
