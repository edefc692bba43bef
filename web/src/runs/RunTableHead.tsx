import { nextSort, parseSort } from "@/project/sort";
import { Icon } from "@/ui/Icon";
import type { PlacedColumn } from "./RunTable";
import styles from "./RunTable.module.css";

interface Props {
  columns: readonly PlacedColumn[];
  nameWidth: number;
  width: number;
  sort: string;
  onSort(sort: string): void;
}

export function RunTableHead({ columns, nameWidth, width, sort, onSort }: Props) {
  const now = parseSort(sort);
  const direction = (key: string) =>
    now.column !== key ? "none" : now.descending ? "descending" : "ascending";
  const label = (key: string, text: string, numeric: boolean) => (
    <button
      type="button"
      className={styles.sort}
      data-active={now.column === key}
      title={`Sort by ${text}`}
      onClick={() => onSort(nextSort(sort, key, numeric))}
    >
      <span>{text}</span>
      {now.column === key && <Icon name={now.descending ? "arrowDown" : "arrowUp"} size={11} />}
    </button>
  );
  return (
    <div className={styles.head} role="row" aria-rowindex={1} style={{ width }}>
      <div
        className={styles.name}
        role="columnheader"
        aria-colindex={1}
        aria-sort={direction("name")}
        style={{ width: nameWidth }}
      >
        {label("name", "Name", false)}
      </div>
      {columns.map(({ column, index, left }) => (
        <div
          key={column.key}
          className={`${styles.cell} ${column.numeric ? styles.numeric : ""}`}
          role="columnheader"
          aria-colindex={index + 2}
          aria-sort={column.sortable ? direction(column.key) : undefined}
          title={column.source === "run" ? undefined : `${column.source}: ${column.label}`}
          style={{ left, width: column.width, lineHeight: "30px" }}
        >
          {column.sortable ? label(column.key, column.label, column.numeric) : column.label}
        </div>
      ))}
    </div>
  );
}
