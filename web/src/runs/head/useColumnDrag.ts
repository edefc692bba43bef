import { type MouseEvent, type PointerEvent as ReactPointerEvent, useRef, useState } from "react";
import { followPointer } from "@/ui/followPointer";
import type { TableColumn } from "../columns";

interface DropPlace {
  key: string;
  after: boolean;
}

export interface ColumnDrag {
  dragged: string | null;
  dropAt: DropPlace | null;
  begin(event: ReactPointerEvent<Element>, key: string): void;
  /** A drag that ends on a button is no click on it. */
  swallowClick(event: MouseEvent): void;
}

/** How far the pointer goes before a press is a drag. */
const SLACK_PX = 6;

/** Heads of columns that are dragged to another place. By keys, a column is moved through its menu. */
export function useColumnDrag(
  columns: readonly TableColumn[],
  onMove: (key: string, before: string | null) => void,
): ColumnDrag {
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
        place = dropPlace(event);
        setDropAt(place?.key === key ? null : place);
      },
      () => {
        setDragged(null);
        setDropAt(null);
        if (!wasDrag.current || place === null || place.key === key) return;
        const index = columns.findIndex((column) => column.key === place?.key);
        onMove(key, place.after ? (columns[index + 1]?.key ?? null) : place.key);
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

function dropPlace(event: PointerEvent): DropPlace | null {
  const head = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-column]");
  const key = head?.dataset.column;
  if (!head || key === undefined) return null;
  const { left, width } = head.getBoundingClientRect();
  return { key, after: event.clientX > left + width / 2 };
}
