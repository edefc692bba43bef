import { type PointerEvent as ReactPointerEvent, useCallback, useRef, useState } from "react";
import { followPointer } from "@/ui/followPointer";
import type { WorkspaceActions } from "./actions";
import type { PanelSection } from "./arrange";

interface DropPlace {
  id: string;
  side: "before" | "after";
}

export interface PanelDrag {
  dragged: string | null;
  dropAt: DropPlace | null;
  begin(event: ReactPointerEvent<Element>, id: string): void;
}

/** How far the pointer goes before a press is a drag. */
const SLACK_PX = 6;

/** Panels that are dragged by their heads to another place of their section. By keys, their menus move them. */
export function usePanelDrag(sections: readonly PanelSection[], actions: WorkspaceActions): PanelDrag {
  const [dragged, setDragged] = useState<string | null>(null);
  const [dropAt, setDropAt] = useState<DropPlace | null>(null);
  const latest = useRef(sections);
  latest.current = sections;
  const begin = useCallback(
    (down: ReactPointerEvent<Element>, id: string) => {
      if (down.button !== 0 || down.pointerType === "touch") return;
      if ((down.target as Element).closest("button, input, a, [role=dialog]")) return;
      const own = latest.current.find(({ panels }) => panels.some((panel) => panel.id === id))?.panels;
      if (!own) return;
      let place: DropPlace | null = null;
      let isDrag = false;
      followPointer(
        down,
        (event) => {
          if (!isDrag && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < SLACK_PX)
            return;
          isDrag = true;
          const under = dropPlace(event);
          place = under && under.id !== id && own.some((panel) => panel.id === under.id) ? under : null;
          setDragged(id);
          setDropAt(place);
        },
        () => {
          setDragged(null);
          setDropAt(null);
          const panel = own.find((each) => each.id === id);
          if (place === null || !panel) return;
          const rest = own.filter((each) => each.id !== id);
          const at = rest.findIndex((each) => each.id === place?.id);
          actions.move(panel, place.side === "before" ? place.id : (rest[at + 1]?.id ?? null));
        },
      );
    },
    [actions],
  );
  return { dragged, dropAt, begin };
}

function dropPlace({ clientX, clientY }: PointerEvent): DropPlace | null {
  const frame = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>("[data-panel]");
  const id = frame?.dataset.panel;
  if (!frame || id === undefined) return null;
  const { left, width } = frame.getBoundingClientRect();
  return { id, side: clientX > left + width / 2 ? "after" : "before" };
}
