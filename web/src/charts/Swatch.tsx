import type { LineStyle } from "./colours";
import styles from "./Swatch.module.css";

/** A short piece of a run's line, as its charts draw it. */
export function Swatch({ colour, dash }: LineStyle) {
  return (
    <svg className={styles.swatch} width="14" height="8" viewBox="0 0 14 8" aria-hidden="true">
      <line
        x1="1"
        x2="13"
        y1="4"
        y2="4"
        stroke={colour}
        strokeWidth="3"
        strokeLinecap={dash.length ? "butt" : "round"}
        strokeDasharray={dash.length ? "3 2" : undefined}
      />
    </svg>
  );
}
