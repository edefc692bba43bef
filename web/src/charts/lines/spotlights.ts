import { useHighlight } from "../highlight";
import type { Spotlight } from "./spotlight";

/** Each costs the browser a canvas: a pointer that crosses lines lights them up in all charts a few at a time, and within some frames in all. */
const MOST_A_FRAME = 3;

const lit = new Set<Spotlight>();
/** Those that do not show what they should, the one that waits longest first. */
const stale = new Set<Spotlight>();
let frame = 0;

/** From now on the chart shows the highlighted run before the others; returns the end of it. */
export function follow(spotlight: Spotlight): () => void {
  lit.add(spotlight);
  spotlight.show(useHighlight.getState().run);
  return () => {
    lit.delete(spotlight);
    stale.delete(spotlight);
  };
}

useHighlight.subscribe(({ run }) => {
  for (const spotlight of lit) {
    // Nothing is drawn for it; and the chart under the pointer has to keep up with the pointer.
    if (run === null || spotlight.isPointedAt) {
      spotlight.show(run);
      stale.delete(spotlight);
    } else stale.add(spotlight);
  }
  if (stale.size > 0 && frame === 0) frame = requestAnimationFrame(showSome);
});

function showSome(): void {
  const { run } = useHighlight.getState();
  for (const spotlight of [...stale].slice(0, MOST_A_FRAME)) {
    stale.delete(spotlight);
    spotlight.show(run);
  }
  frame = stale.size > 0 ? requestAnimationFrame(showSome) : 0;
}
