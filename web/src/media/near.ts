import { createContext, type RefObject, startTransition, use, useEffect, useMemo, useState } from "react";

/** Beyond what is in sight, this much is made ready, too. */
const MARGIN = "500px 0px";

type Watch = (element: Element, report: (near: boolean) => void) => () => void;

const NearContext = createContext<Watch | null>(null);
export const NearProvider = NearContext.Provider;

/** Watches what comes near the visible part of a scrolling element. */
export function useWatch(scroller: Element | null): Watch | null {
  const watch = useMemo(() => {
    if (scroller === null) return null;
    const targets = new WeakMap<Element, (near: boolean) => void>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) targets.get(entry.target)?.(entry.isIntersecting);
      },
      { root: scroller, rootMargin: MARGIN },
    );
    const begin: Watch = (element, report) => {
      targets.set(element, report);
      observer.observe(element);
      return () => {
        observer.unobserve(element);
        targets.delete(element);
      };
    };
    return { begin, observer };
  }, [scroller]);
  useEffect(() => () => watch?.observer.disconnect(), [watch]);
  return watch?.begin ?? null;
}

/** Whether the element is near what is in sight: what is not costs nothing. */
export function useNear(element: RefObject<Element | null>): boolean {
  const watch = use(NearContext);
  const [near, setNear] = useState(false);
  useEffect(() => {
    // Scrolling goes before what it brings into sight, and what is out of sight again by then is never made.
    const report = (next: boolean) => startTransition(() => setNear(next));
    return element.current && watch ? watch(element.current, report) : undefined;
  }, [element, watch]);
  return near;
}
