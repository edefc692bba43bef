import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import type { TableName } from "@/api/tables";
import type { MediaItem, TablePage } from "@/api/types";
import { Icon } from "@/ui/Icon";
import styles from "./MediaTable.module.css";
import { TableCell } from "./TableCell";
import { columnWidths, isNumeric, nextSort, parseSort } from "./table";
import { useTableRows } from "./useTableRows";

const ROW_HEIGHT = 28;
/** Room for a picture in a cell. */
const MEDIA_ROW_HEIGHT = 72;

interface Props {
  table: TableName;
  item: MediaItem;
  label: string;
  /** The first page: its columns and counts are those of the table. */
  first: TablePage;
  sort: string | null;
  search: string;
  onSort(sort: string | null): void;
}

/** The rows of a table that are in sight. */
export function TableGrid({ table, item, label, first, sort, search, onSort }: Props) {
  const { columns, rows, matched } = first;
  const order = useMemo(() => parseSort(sort, columns), [sort, columns]);
  const widths = useMemo(() => columnWidths(columns, rows), [columns, rows]);
  const hasMedia = columns.some(({ type }) => type === "media");
  const height = hasMedia ? MEDIA_ROW_HEIGHT : ROW_HEIGHT;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: matched,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const rowAt = useTableRows(table, { sort, search }, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className={styles.scroller} role="region" aria-label={label} tabIndex={0}>
      <table className={styles.table} aria-rowcount={matched + 1}>
        <colgroup>
          {widths.map((width, column) => (
            <col key={column} style={{ width: `calc(${width}ch + 34px)` }} />
          ))}
          <col />
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => {
              const sorted = order?.column === column.name ? order : null;
              return (
                <th
                  key={column.name}
                  scope="col"
                  className={isNumeric(column) ? styles.numeric : ""}
                  aria-sort={sorted ? (sorted.descending ? "descending" : "ascending") : undefined}
                >
                  <button
                    type="button"
                    className={styles.sort}
                    title={`${column.name} (${column.type})`}
                    onClick={() => onSort(nextSort(order, column.name))}
                  >
                    <span className={styles.name}>{column.name}</span>
                    {sorted && <Icon name={sorted.descending ? "arrowDown" : "arrowUp"} size={12} />}
                  </button>
                </th>
              );
            })}
            <td />
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr style={{ height: above }} />}
          {items.map(({ index }) => {
            const row = rowAt(index);
            return (
              <tr
                key={index}
                aria-rowindex={index + 2}
                aria-busy={row === undefined}
                className={styles.row}
                style={{ height }}
              >
                {columns.map((column, at) =>
                  row === undefined ? (
                    <td key={column.name} className={styles.none} />
                  ) : (
                    <TableCell key={column.name} value={row[at]} item={item} numeric={isNumeric(column)} />
                  ),
                )}
                <td />
              </tr>
            );
          })}
          {below > 0 && <tr style={{ height: below }} />}
        </tbody>
      </table>
    </div>
  );
}
