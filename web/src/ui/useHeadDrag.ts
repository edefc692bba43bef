import { type MouseEvent, type PointerEvent as ReactPointerEvent, useRef, useState } from "react";
import { followPointer } from "@/ui/followPointer";

interface DropPlace {
  key: string;
  after: boolean;
}

export interface HeadDrag {
  dragged: string | null;
  dropAt: DropPlace | null;
  begin(event: ReactPointerEvent<Element>, key: string): void;
  /** A drag that ends on a button or a link is no click on it. */
  swallowClick(event: MouseEvent): void;
}

/** How far the pointer goes before a press is a drag. */
const SLACK_PX = 6;

/**
 * Heads of columns that are dragged to another place. By keys, one is moved through its menu.
 *
 * @param attribute which the heads have, with their key: `data-column`.
 * @param keys in the order of the heads.
 * @param onMove is told before which one a head is to stand; null for the end.
 */
export function useHeadDrag(
  attribute: `data-${string}`,
  keys: readonly string[],
  onMove: (key: string, before: string | null) => void,
): HeadDrag {
  const [dragged, setDragged] = useState<string | null>(null);
  const [dropAt, setDropAt] = useState<DropPlace | null>(null);
  const wasDrag = useRef(false);
  const begin = (down: ReactPointerEvent<Element>, key: string) => {
    wasDrag.current = false;
    if (down.button !== 0 || down.pointerType === "touch") return;
    let place: DropPlace | null = null;
    followPointer(
      down,
      (event) => {
        if (!wasDrag.current && Math.abs(event.clientX - down.clientX) < SLACK_PX) return;
        wasDrag.current = true;
        setDragged(key);
        place = dropPlace(attribute, event);
        setDropAt(place?.key === key ? null : place);
      },
      () => {
        setDragged(null);
        setDropAt(null);
        if (!wasDrag.current || place === null || place.key === key) return;
        const others = keys.filter((other) => other !== key);
        const at = others.indexOf(place.key) + (place.after ? 1 : 0);
        onMove(key, others[at] ?? null);
      },
    );
  };
  const swallowClick = (event: MouseEvent) => {
    if (!wasDrag.current) return;
    wasDrag.current = false;
    event.stopPropagation();
    event.preventDefault();
  };
  return { dragged, dropAt, begin, swallowClick };
}

function dropPlace(attribute: string, event: PointerEvent): DropPlace | null {
  const head = document.elementFromPoint(event.clientX, event.clientY)?.closest(`[${attribute}]`);
  const key = head?.getAttribute(attribute);
  if (!head || key == null) return null;
  const { left, width } = head.getBoundingClientRect();
  return { key, after: event.clientX > left + width / 2 };
}
