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
  const one = ({ column, index: place, left }: PlacedColumn, pinned: boolean) => (
    <div
      key={column.key}
      className={`${styles.cell} ${pinned ? styles.pinned : ""} ${column.numeric ? styles.numeric : ""}`}
      role="gridcell"
      data-cell={column.key}
      data-number={column.numeric ? "" : undefined}
      aria-colindex={place + 2}
      style={pinned ? { width: column.width } : { left, width: column.width }}
    >
      {cell?.(column)}
    </div>
  );
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
          style={{ width: layout.nameWidth, "--level": (level ?? 1) - 1 } as CSSProperties}
        >
          {name}
        </div>
        {cell && layout.pinned.map((placed) => one(placed, true))}
      </div>
      {cell && layout.loose.map((placed) => one(placed, false))}
    </div>
  );
}
