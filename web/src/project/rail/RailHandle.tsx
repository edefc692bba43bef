import type { PointerEvent } from "react";
import styles from "./Rail.module.css";
import { RAIL_MAX, RAIL_MIN, useRail } from "./railStore";

const KEY_STEP = 16;

/** The rail's edge: dragged, or moved with the arrow keys. */
export function RailHandle() {
  const { width, resize } = useRail();
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const start = event.clientX - width;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) => resize(move.clientX - start);
    handle.onpointerup = () => {
      handle.onpointermove = null;
    };
  };
  return (
    <div
      className={styles.handle}
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the list of runs"
      aria-valuenow={width}
      aria-valuemin={RAIL_MIN}
      aria-valuemax={RAIL_MAX}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") resize(width - KEY_STEP);
        if (event.key === "ArrowRight") resize(width + KEY_STEP);
      }}
    />
  );
}
