import { useLayoutEffect, useRef } from "react";

/**
 * Hears every key that is pressed in the window while the component is mounted. It does so before the component is
 * painted: what one sees answers to its keys.
 */
export function useKeyDown(onKeyDown: (event: KeyboardEvent) => void): void {
  const current = useRef(onKeyDown);
  useLayoutEffect(() => {
    current.current = onKeyDown;
  });
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => current.current(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
