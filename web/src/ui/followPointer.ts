import type { PointerEvent as ReactPointerEvent } from "react";

/** Hears the pointer from where it went down until it is let go, wherever it goes. */
export function followPointer(
  down: ReactPointerEvent<Element>,
  onMove: (event: PointerEvent) => void,
  onEnd?: () => void,
): void {
  const stop = new AbortController();
  const listen = { signal: stop.signal };
  const end = () => {
    stop.abort();
    onEnd?.();
  };
  down.preventDefault();
  window.addEventListener("pointermove", onMove, listen);
  window.addEventListener("pointerup", end, listen);
  window.addEventListener("pointercancel", end, listen);
}
