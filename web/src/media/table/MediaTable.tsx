import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { blobUrl } from "@/api/blob";
import { blobJsonQuery } from "@/api/queries";
import type { Json, MediaItem } from "@/api/types";
import { formatExact, plural } from "@/format/number";
import { formatValue } from "@/format/value";
import { DownloadLink } from "@/ui/DownloadLink";
import { Icon } from "@/ui/Icon";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { fileName } from "../fileName";
import styles from "./MediaTable.module.css";
import { asTable, type MediaTableData, nextSort, numericColumns, parseSort, sortRows } from "./table";

const ROW_HEIGHT = 28;

interface Props {
  item: MediaItem;
  /** The column to sort by, "-" before it for descending. */
  sort: string | null;
  onSort(sort: string | null): void;
}

/** A logged table, sorted by a click on a column's head. */
export function MediaTable({ item, sort, onSort }: Props) {
  const query = useQuery(blobJsonQuery(item.sha256));
  const table = useMemo(() => asTable(query.data), [query.data]);
  if (query.error) return <Failure error={query.error} inline onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Skeleton height={140} />;
  if (!table) return <Notice title="This table cannot be read." inline />;
  return (
    <>
      <Grid table={table} label={item.caption ?? item.key} sort={sort} onSort={onSort} />
      <p className={styles.foot}>
        {item.caption && <span>{item.caption} · </span>}
        {plural(table.rows.length, "row")}
        <DownloadLink
          href={blobUrl(item.sha256, item.mime, fileName(item))}
          name={fileName(item)}
          label="Download the table as JSON"
        />
      </p>
    </>
  );
}

function Grid({
  table,
  label,
  sort,
  onSort,
}: { table: MediaTableData; label: string } & Omit<Props, "item">) {
  const { columns } = table;
  const order = useMemo(() => parseSort(sort, columns), [sort, columns]);
  const rows = useMemo(() => (order ? sortRows(table.rows, order) : table.rows), [table, order]);
  const numeric = useMemo(() => numericColumns(table), [table]);
  const widths = useMemo(() => columnWidths(table), [table]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className={styles.scroller} role="region" aria-label={label} tabIndex={0}>
      <table className={styles.table} aria-rowcount={rows.length + 1}>
        <colgroup>
          {widths.map((width, column) => (
            <col key={column} style={{ width: `calc(${width}ch + 34px)` }} />
          ))}
          <col />
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((name, column) => (
              <th
                key={column}
                scope="col"
                className={numeric[column] ? styles.numeric : ""}
                aria-sort={
                  order?.column === column ? (order.descending ? "descending" : "ascending") : undefined
                }
              >
                <button
                  type="button"
                  className={styles.sort}
                  title={name}
                  onClick={() => onSort(nextSort(order, column, columns))}
                >
                  <span className={styles.name}>{name}</span>
                  {order?.column === column && (
                    <Icon name={order.descending ? "arrowDown" : "arrowUp"} size={12} />
                  )}
                </button>
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr style={{ height: above }} />}
          {items.map((item) => (
            <tr key={item.index} aria-rowindex={item.index + 2} className={styles.row}>
              {columns.map((_, column) => (
                <Cell key={column} value={rows[item.index]?.[column]} numeric={numeric[column] ?? false} />
              ))}
              <td />
            </tr>
          ))}
          {below > 0 && <tr style={{ height: below }} />}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ value, numeric }: { value: Json | undefined; numeric: boolean }) {
  const none = value === null || value === undefined;
  const text = none ? "none" : formatValue(value);
  return (
    <td
      className={`${numeric ? styles.numeric : ""} ${none ? styles.none : ""}`}
      title={typeof value === "number" ? formatExact(value) : text}
    >
      {text}
    </td>
  );
}

/** In characters: what the head and the first rows need, within limits. */
function columnWidths({ columns, rows }: MediaTableData): number[] {
  return columns.map((name, column) => {
    const longest = rows
      .slice(0, 100)
      .reduce((most, row) => Math.max(most, formatValue(row[column]).length), name.length + 2);
    return Math.max(5, Math.min(48, longest));
  });
}
