import type { CSSProperties, HTMLAttributes, ReactNode } from "react";
import type { TableColumn } from "./columns";
import type { Layout, PlacedColumn } from "./layout";
import styles from "./RunTable.module.css";

/** Where a row lies, and whether the keys work on it. */
export interface RowPlace {
  index: number;
  top: number;
  layout: Layout;
  active: boolean;
}

interface Props extends RowPlace, Omit<HTMLAttributes<HTMLDivElement>, "children"> {
  /** How deep it lies in a table of groups, from 1 on. */
  level?: number;
  expanded?: boolean;
  name: ReactNode;
  /** Undefined while the row is on its way: it has no cells then. */
  cell?: (column: TableColumn) => ReactNode;
}

/** A row of the table, whatever it shows: its name and pinned cells stay in sight, the others move under them. */
export function TableRowFrame(props: Props) {
  const { index, top, layout, active, level, expanded, name, cell, className = "", ...rest } = props;
  const one = ({ column, index: place }: PlacedColumn, before = 0) => {
    const content = cell?.(column);
    return (
      <div
        key={column.key}
        className={`${styles.cell} ${fits(content, column.width) ? "" : styles.clipped} ${column.numeric ? styles.numeric : ""}`}
        role="gridcell"
        data-cell={column.key}
        data-number={column.numeric ? "" : undefined}
        aria-colindex={place + 2}
        style={before > 0 ? { width: column.width, marginLeft: before } : { width: column.width }}
      >
        {content}
      </div>
    );
  };
  return (
    <div
      {...rest}
      className={`${styles.row} ${active ? styles.active : ""} ${className}`}
      role="row"
      aria-rowindex={index + 2}
      aria-level={level}
      aria-expanded={expanded}
      style={{ width: layout.width, transform: `translateY(${top}px)` }}
    >
      <div className={styles.frozen} role="presentation">
        <div
          className={styles.name}
          role="rowheader"
          aria-colindex={1}
          style={
            level
              ? ({ width: layout.nameWidth, "--level": level - 1 } as CSSProperties)
              : { width: layout.nameWidth }
          }
        >
          {name}
        </div>
        {cell && layout.pinned.map((placed) => one(placed))}
      </div>
      {cell && layout.loose.map((placed, at) => one(placed, at === 0 ? placed.left - layout.frozenWidth : 0))}
    </div>
  );
}

const PADDING_PX = 20;
/** No letter of the interface's font is wider; of digits and signs, which have one width, none. */
const LETTER_PX = 14;
const DIGIT_PX = 9;
const NUMBER = /^[\d.,e+\u2212-]*$/;

/**
 * Whether a text is sure to have room in a column, however it is written. A browser makes a layer of its own for each cell that cuts
 * something off, which costs in every frame.
 */
function fits(content: ReactNode, width: number): boolean {
  if (content === null || content === undefined) return true;
  if (typeof content !== "string" && typeof content !== "number") return false;
  const text = String(content);
  return text.length * (NUMBER.test(text) ? DIGIT_PX : LETTER_PX) <= width - PADDING_PX;
}
