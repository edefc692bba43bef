import { type ReactNode, useRef } from "react";
import type { CardSize } from "../layout";
import { useNear } from "../near";
import styles from "./Cards.module.css";

/** A row of cards, which exist while it is near what is in sight. */
export function CardRow({ size, children }: { size: CardSize; children(): ReactNode }) {
  const row = useRef<HTMLUListElement>(null);
  const near = useNear(row);
  return (
    <ul
      ref={row}
      className={styles.row}
      style={{ height: size.total, gridTemplateColumns: `repeat(${size.columns}, ${size.width}px)` }}
    >
      {near && children()}
    </ul>
  );
}

/** A list in rows of so many. */
export const inRows = <T,>(all: readonly T[], columns: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / columns) }, (_, row) =>
    all.slice(row * columns, (row + 1) * columns),
  );
