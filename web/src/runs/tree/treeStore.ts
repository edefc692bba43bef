import { create } from "zustand";

const KEY = "runstone.tree";

interface TreeStore {
  open: boolean;
  /** The projects whose children are not listed. */
  folded: readonly string[];
  toggle(): void;
  fold(path: string): void;
}

function remembered(): Pick<TreeStore, "open" | "folded"> {
  try {
    const { open, folded } = JSON.parse(localStorage.getItem(KEY) ?? "") as {
      open: boolean;
      folded: string[];
    };
    return { open: open !== false, folded: Array.isArray(folded) ? folded.map(String) : [] };
  } catch {
    return { open: true, folded: [] };
  }
}

/** Whether the tree is there, and what of it is folded: a habit of this browser, not a part of the view. */
export const useTree = create<TreeStore>((set) => ({
  ...remembered(),
  toggle: () => set(({ open }) => ({ open: !open })),
  fold: (path) =>
    set(({ folded }) => ({
      folded: folded.includes(path) ? folded.filter((each) => each !== path) : [...folded, path],
    })),
}));

useTree.subscribe(({ open, folded }) => localStorage.setItem(KEY, JSON.stringify({ open, folded })));
