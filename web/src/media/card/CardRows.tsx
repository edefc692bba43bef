import { type ReactNode, useRef } from "react";
import { type CardSize, rowsHeight } from "../layout";
import { useNear } from "../near";
import styles from "./Cards.module.css";

/** So many rows exist or do not exist together: a hundred thousand empty ones would be too many. */
const BLOCK_ROWS = 30;

interface Props<T> {
  all: readonly T[];
  size: CardSize;
  children(each: T): ReactNode;
}

/** Cards in rows, which exist while they are near what is in sight. */
export function CardRows<T>({ all, size, children }: Props<T>) {
  return (
    <div className={styles.rows}>
      {inRows(all, size.columns * BLOCK_ROWS).map((block, i) => (
        <Block key={i} all={block} size={size}>
          {children}
        </Block>
      ))}
    </div>
  );
}

function Block<T>({ all, size, children }: Props<T>) {
  const block = useRef<HTMLDivElement>(null);
  const near = useNear(block);
  return (
    <div ref={block} className={styles.rows} style={{ height: rowsHeight(all.length, size) }}>
      {near &&
        inRows(all, size.columns).map((row, i) => (
          <CardRow key={i} all={row} size={size}>
            {children}
          </CardRow>
        ))}
    </div>
  );
}

function CardRow<T>({ all, size, children }: Props<T>) {
  const row = useRef<HTMLUListElement>(null);
  const near = useNear(row);
  return (
    <ul
      ref={row}
      className={styles.row}
      style={{ height: size.total, gridTemplateColumns: `repeat(${size.columns}, ${size.width}px)` }}
    >
      {near && all.map(children)}
    </ul>
  );
}

/** A list in rows of so many. */
const inRows = <T,>(all: readonly T[], columns: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / columns) }, (_, row) =>
    all.slice(row * columns, (row + 1) * columns),
  );
