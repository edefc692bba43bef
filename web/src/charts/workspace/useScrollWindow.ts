import { useLayoutEffect, useState } from "react";
import type { Window } from "./layout";

/** Beyond what is in sight, this much is drawn, too: a little scrolling finds charts ready. */
const MARGIN_PX = 320;
/** The window moves in such steps: fewer than pixels, so that scrolling is mostly the browser's own work. */
const STEP_PX = 120;

interface Measured extends Window {
  width: number;
  /** What is in sight: the same without that margin. */
  sight: Window;
}

const NOTHING: Window = { top: 0, bottom: 0 };

/** Which part of a scrolling element is in sight or about to be, and how wide its content is. */
export function useScrollWindow(element: HTMLElement | null): Measured {
  const [measured, setMeasured] = useState<Measured>({ ...NOTHING, width: 0, sight: NOTHING });
  useLayoutEffect(() => {
    if (element === null) return;
    const measure = () => {
      const style = getComputedStyle(element);
      const width =
        element.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      const step = Math.floor(element.scrollTop / STEP_PX) * STEP_PX;
      // At rest at the top, as a page mostly is, nothing below the fold passes for being in sight.
      const reach = Math.ceil(element.scrollTop / STEP_PX) * STEP_PX;
      const sight = { top: step, bottom: reach + element.clientHeight };
      const next = {
        top: sight.top - MARGIN_PX,
        bottom: step + STEP_PX + element.clientHeight + MARGIN_PX,
        width: Math.max(0, width),
        sight,
      };
      setMeasured((known) =>
        known.top === next.top &&
        known.bottom === next.bottom &&
        known.width === next.width &&
        known.sight.bottom === next.sight.bottom
          ? known
          : next,
      );
    };
    measure();
    const resizer = new ResizeObserver(measure);
    resizer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      resizer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [element]);
  return measured;
}
