import { create } from "zustand";
import type { Subject } from "./subject";

export type EditorName = "name" | "notes" | "tags" | "colour" | "project";

interface Open {
  what: EditorName;
  subject: Subject;
  /** Where it opens, asked again when the page moves. */
  anchor(): DOMRect;
}

interface Editing {
  /** The one editor that is open. */
  open: Open | null;
  begin(what: EditorName, subject: Subject, anchor: () => DOMRect): void;
  end(): void;
}

export const useEditing = create<Editing>((set) => ({
  open: null,
  begin: (what, subject, anchor) => set({ open: { what, subject, anchor } }),
  end: () => set({ open: null }),
}));

const NOWHERE = new DOMRect(window.innerWidth / 2, 120, 0, 0);

/** Where a run's row is: its cell of a column, else its name. */
export function anchorOfRun(run: string, column?: string): () => DOMRect {
  let last = NOWHERE;
  return () => {
    const row = document.querySelector(`[role="row"][data-run="${CSS.escape(run)}"]`);
    const cell = column === undefined ? null : row?.querySelector(`[data-cell="${CSS.escape(column)}"]`);
    last = (cell ?? row?.querySelector('[role="rowheader"]'))?.getBoundingClientRect() ?? last;
    return last;
  };
}

/** Where an element is. */
export const anchorOfElement = (element: Element) => () => element.getBoundingClientRect();
