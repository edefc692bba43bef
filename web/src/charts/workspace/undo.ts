import { create } from "zustand";

interface UndoStore {
  /** What was done last, most often that something was removed, as a sentence, and the way back. */
  removed: { text: string; undo(): void } | null;
  offer(text: string, undo: () => void): void;
  dismiss(): void;
}

export const useUndo = create<UndoStore>((set) => ({
  removed: null,
  offer: (text, undo) => set({ removed: { text, undo } }),
  dismiss: () => set({ removed: null }),
}));
