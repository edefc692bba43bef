import { type RefObject, useEffect, useState } from "react";

const MARGIN = "240px 0px";
const targets = new WeakMap<Element, (near: boolean) => void>();
let observer: IntersectionObserver | null = null;

function observe(element: Element, report: (near: boolean) => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const entry of entries) targets.get(entry.target)?.(entry.isIntersecting);
    },
    { rootMargin: MARGIN },
  );
  targets.set(element, report);
  observer.observe(element);
  return () => {
    observer?.unobserve(element);
    targets.delete(element);
  };
}

/** Whether the element is in sight or about to be: what is not costs nothing. */
export function useNearViewport(element: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => (element.current ? observe(element.current, setNear) : undefined), [element]);
  return near;
}
