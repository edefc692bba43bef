import type { PointerEvent } from "react";
import { followPointer } from "@/ui/followPointer";
import { useActions } from "./actions";
import { GAP_PX, type PlacedPanel, ROW_PX } from "./layout";
import styles from "./PanelFrame.module.css";
import { MAX_COLUMNS, MAX_ROWS } from "./state";

interface Props {
  placed: PlacedPanel;
  columnPx: number;
}

const within = (value: number, most: number): number => Math.min(most, Math.max(1, Math.round(value)));

/** The corner by which a panel is made larger. By keys, its menu does that. */
export function ResizeHandle({ placed, columnPx }: Props) {
  const { resize } = useActions();
  const { panel, width, height } = placed;
  const begin = (down: PointerEvent<Element>) => {
    if (down.button !== 0) return;
    let last = `${panel.columns} ${panel.rows}`;
    let moved = false;
    followPointer(down, (event) => {
      const columns = within((width + event.clientX - down.clientX + GAP_PX) / columnPx, MAX_COLUMNS);
      const rows = within((height + event.clientY - down.clientY + GAP_PX) / (ROW_PX + GAP_PX), MAX_ROWS);
      const next = `${columns} ${rows}`;
      if (next === last) return;
      last = next;
      // One step back for the whole drag.
      resize(panel, columns, rows, moved ? "replace" : "push");
      moved = true;
    });
  };
  return <div className={styles.resize} aria-hidden="true" onPointerDown={begin} />;
}
