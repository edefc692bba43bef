import { type PointerEvent as ReactPointerEvent, useRef, useState } from "react";
import { followPointer } from "@/ui/followPointer";
import { droppedAt } from "./rows";

const SLACK_PX = 6;

export interface TreeDrag {
  dragged: string | null;
  /** The project that it would go under. */
  over: string | null;
  begin(event: ReactPointerEvent<Element>, path: string): void;
  /** The click at the end of a drag means nothing. */
  wasDrag(): boolean;
}

/** Projects that are dragged onto others. By keys, a project is moved through its menu. */
export function useTreeDrag(onMove: (path: string, next: string) => void): TreeDrag {
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const moved = useRef(false);
  const begin = (down: ReactPointerEvent<Element>, path: string) => {
    moved.current = false;
    if (down.button !== 0 || down.pointerType === "touch") return;
    let target: string | null = null;
    followPointer(
      down,
      (event) => {
        const distance = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY);
        if (!moved.current && distance < SLACK_PX) return;
        moved.current = true;
        setDragged(path);
        const row = document
          .elementFromPoint(event.clientX, event.clientY)
          ?.closest<HTMLElement>("[data-path]");
        const found = row?.dataset.path;
        target = found !== undefined && droppedAt(path, found) !== null ? found : null;
        setOver(target);
      },
      () => {
        setDragged(null);
        setOver(null);
        const next = target === null ? null : droppedAt(path, target);
        if (moved.current && next !== null) onMove(path, next);
      },
    );
  };
  return { dragged, over, begin, wasDrag: () => moved.current };
}
