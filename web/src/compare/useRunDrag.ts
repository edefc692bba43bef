import { type MouseEvent, type PointerEvent as ReactPointerEvent, useRef, useState } from "react";
import { followPointer } from "@/ui/followPointer";

interface DropPlace {
  run: string;
  side: "before" | "after";
}

/** How far the pointer goes before a press is a drag. */
const SLACK_PX = 6;

/** Heads of runs that are dragged to another place. By keys, a run is moved through its menu. */
export function useRunDrag(onMove: (run: string, before: string | null) => void, runs: readonly string[]) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [dropAt, setDropAt] = useState<DropPlace | null>(null);
  const wasDrag = useRef(false);
  const begin = (down: ReactPointerEvent<Element>, run: string) => {
    wasDrag.current = false;
    if (down.button !== 0 || down.pointerType === "touch" || (down.target as Element).closest("button"))
      return;
    let place: DropPlace | null = null;
    followPointer(
      down,
      (event) => {
        if (!wasDrag.current && Math.abs(event.clientX - down.clientX) < SLACK_PX) return;
        wasDrag.current = true;
        setDragged(run);
        place = dropPlace(event);
        setDropAt(place?.run === run ? null : place);
      },
      () => {
        setDragged(null);
        setDropAt(null);
        if (!wasDrag.current || place === null || place.run === run) return;
        const next = runs[runs.indexOf(place.run) + 1] ?? null;
        onMove(
          run,
          place.side === "before" ? place.run : next === run ? (runs[runs.indexOf(run) + 1] ?? null) : next,
        );
      },
    );
  };
  /** A drag that ends on a link is no click on it. */
  const swallowClick = (event: MouseEvent) => {
    if (!wasDrag.current) return;
    wasDrag.current = false;
    event.stopPropagation();
    event.preventDefault();
  };
  return { dragged, dropAt, begin, swallowClick };
}

function dropPlace(event: PointerEvent): DropPlace | null {
  const head = document
    .elementFromPoint(event.clientX, event.clientY)
    ?.closest<HTMLElement>("[role=columnheader][data-run]");
  const run = head?.dataset.run;
  if (!head || run === undefined) return null;
  const { left, width } = head.getBoundingClientRect();
  return { run, side: event.clientX > left + width / 2 ? "after" : "before" };
}
