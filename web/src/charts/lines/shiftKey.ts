import { useSyncExternalStore } from "react";

let held = false;
const listeners = new Set<() => void>();

function note(event: KeyboardEvent | MouseEvent): void {
  if (event.shiftKey === held) return;
  held = event.shiftKey;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    window.addEventListener("keydown", note);
    window.addEventListener("keyup", note);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.removeEventListener("keydown", note);
    window.removeEventListener("keyup", note);
    held = false;
  };
}

/** Whether Shift is held, while somebody wants to know. */
export const useShiftKey = (): boolean => useSyncExternalStore(subscribe, () => held);
