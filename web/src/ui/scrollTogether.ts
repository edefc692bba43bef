import type { Virtualizer } from "@tanstack/react-virtual";
import { flushSync } from "react-dom";

type Tell = (offset: number, isScrolling: boolean) => void;

interface Listener {
  horizontal: boolean;
  tell: Tell;
  offset: number;
}

/** As long after the last scroll it has come to rest. */
const REST_MS = 150;

const scrollers = new WeakMap<Element, Set<Listener>>();

/**
 * For the options of virtualizers that share an element, one across and one down: they hear of a scroll together, and what
 * shows them is drawn once. By itself each asks the element where it is and draws at once, so that the second lays out all
 * that the first has just changed.
 */
export const together = { observeElementOffset, useFlushSync: false } as const;

function observeElementOffset<E extends Element>(
  { scrollElement, options }: Pick<Virtualizer<E, Element>, "scrollElement" | "options">,
  tell: Tell,
): (() => void) | undefined {
  if (scrollElement === null) return undefined;
  const horizontal = options.horizontal === true;
  const offset = horizontal ? scrollElement.scrollLeft : scrollElement.scrollTop;
  const listener = { horizontal, tell, offset };
  const listeners = scrollers.get(scrollElement) ?? observe(scrollElement);
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function observe(element: Element): Set<Listener> {
  const listeners = new Set<Listener>();
  const moving = new Set<Listener>();
  let rest: ReturnType<typeof setTimeout> | undefined;
  const come = () => {
    for (const listener of moving) if (listeners.has(listener)) listener.tell(listener.offset, false);
    moving.clear();
  };
  const scrolled = () => {
    const { scrollLeft, scrollTop } = element;
    flushSync(() => {
      for (const listener of listeners) {
        const offset = listener.horizontal ? scrollLeft : scrollTop;
        if (offset === listener.offset) continue;
        listener.offset = offset;
        moving.add(listener);
        listener.tell(offset, true);
      }
    });
    clearTimeout(rest);
    rest = setTimeout(come, REST_MS);
  };
  element.addEventListener("scroll", scrolled, { passive: true });
  scrollers.set(element, listeners);
  return listeners;
}
