/** By then the first page has been looked at, or the hand rests. */
const REST_MS = 2_000;
const INPUTS = ["pointerdown", "pointermove", "pointerup", "keydown", "wheel"] as const;

interface Part {
  preload(): Promise<void>;
}

/**
 * Fetches the code of pages, one after the other, in moments in which nobody does anything and nothing is waited for: new scripts
 * and styles keep the page's thread busy, and the server. Returns what ends it.
 */
export function preloadAtRest(parts: readonly Part[], isWaiting: () => boolean): () => void {
  const left = [...parts];
  let touched = performance.now();
  const touch = () => {
    touched = performance.now();
  };
  for (const input of INPUTS) window.addEventListener(input, touch, { capture: true, passive: true });
  let timer = 0;
  const end = () => {
    clearTimeout(timer);
    left.length = 0;
    for (const input of INPUTS) window.removeEventListener(input, touch, { capture: true });
  };
  const next = async () => {
    const rested = performance.now() - touched;
    if (rested < REST_MS) return wait(REST_MS - rested);
    if (isWaiting()) return wait(REST_MS);
    await left.shift()?.preload();
    if (left.length === 0) end();
    else wait(0);
  };
  const wait = (ms: number) => {
    timer = window.setTimeout(() => void next(), ms);
  };
  wait(REST_MS);
  return end;
}

/** Calls `begin` with the path of a link that the pointer comes to: who clicks finds its page there. Returns what ends it. */
export function preloadPointedAt(begin: (path: string) => void): () => void {
  const point = ({ target }: PointerEvent) => {
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href]") : null;
    if (link?.origin === window.location.origin && !link.download) begin(link.pathname);
  };
  window.addEventListener("pointerover", point, { passive: true });
  return () => window.removeEventListener("pointerover", point);
}
