import { lazy, type ReactNode } from "react";
import type { TableName } from "@/api/tables";
import type { TableColumn } from "@/api/types";
import { LazyPopover } from "@/charts/workspace/LazyPopover";
import { IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./MediaTable.module.css";
import { isNumeric, nextSort, type TableSort } from "./table";

const ColumnMenu = lazy(() => import("./ColumnMenu"));

/** What a column's head can do. */
export interface HeadActions {
  onSort(sort: string | null): void;
  /** Leaves only rows that meet this too. */
  onNarrow(condition: string): void;
  /** Puts the tables of the runs side by side by this column; null where there is nothing to join. */
  onJoin: ((column: string) => void) | null;
}

interface Props extends HeadActions {
  table: TableName;
  column: TableColumn;
  sort: TableSort | null;
}

/** A column's head: a click sorts, its menu says what the column holds. */
export function ColumnHead({ table, column, sort, ...actions }: Props) {
  const { name, type } = column;
  const sorted = sort?.column === name ? sort : null;
  return (
    <HeadCell
      numeric={isNumeric(column)}
      sorted={sorted ? (sorted.descending ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        className={styles.sort}
        title={`${name} (${type})`}
        onClick={() => actions.onSort(nextSort(sort, name))}
      >
        <span className={styles.name}>{name}</span>
        {sorted && <Icon name={sorted.descending ? "arrowDown" : "arrowUp"} size={12} />}
      </button>
      <LazyPopover
        label={`Column ${name}`}
        trigger={<IconButton small className={styles.more} icon="more" label={`About column ${name}`} />}
      >
        {(close) => <ColumnMenu table={table} column={column} close={close} {...actions} />}
      </LazyPopover>
    </HeadCell>
  );
}

interface CellProps {
  numeric: boolean;
  sorted?: "ascending" | "descending";
  children: ReactNode;
}

function HeadCell({ numeric, sorted, children }: CellProps) {
  return (
    <th scope="col" className={numeric ? styles.numeric : ""} aria-sort={sorted}>
      <div className={styles.headCell}>{children}</div>
    </th>
  );
}
