import { create } from "zustand";

interface UndoStore {
  /** What was removed last, by its name, and the way to have it back. */
  removed: { what: string; undo(): void } | null;
  offer(what: string, undo: () => void): void;
  dismiss(): void;
}

export const useUndo = create<UndoStore>((set) => ({
  removed: null,
  offer: (what, undo) => set({ removed: { what, undo } }),
  dismiss: () => set({ removed: null }),
}));
