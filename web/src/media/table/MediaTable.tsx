import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { blobUrl } from "@/api/blob";
import { tableOf, tableRowsQuery } from "@/api/tables";
import type { MediaItem, MediaKey, TablePage } from "@/api/types";
import { formatCount, plural } from "@/format/number";
import { DownloadLink } from "@/ui/DownloadLink";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { fileName } from "../fileName";
import type { RunItems, ViewerActions } from "../registry";
import { CellViewer } from "./CellViewer";
import { ColumnHead, type HeadActions } from "./ColumnHead";
import styles from "./MediaTable.module.css";
import { TableCell } from "./TableCell";
import { TableGrid } from "./TableGrid";
import { columnWidths, isNumeric, type OpenCell, parseSort } from "./table";
import { useTableRows } from "./useTableRows";
import { Waiting } from "./Waiting";
import { wordsOfRow } from "./words";

interface Props extends HeadActions, ViewerActions {
  media: MediaKey;
  shown: RunItems;
  item: MediaItem;
  /** The column to sort by, "-" before it for descending. */
  sort: string | null;
  filter: string;
  cell: OpenCell | null;
  onCell(cell: OpenCell | null): void;
}

/** A logged table: sorted by a click on a column's head, filtered, and read a page at a time. */
export function MediaTable(props: Props) {
  const { shown, item, sort, filter } = props;
  const table = tableOf(shown.run.id, item);
  const query = useQuery(tableRowsQuery(table, { page: 0, sort: sortOf(sort, item), filter }));
  if (query.error && !query.data) {
    return <Failure error={query.error} inline onRetry={() => void query.refetch()} />;
  }
  const waiting = <Waiting query={query} queryKey={["table", table.sha256]} />;
  if (!query.data) {
    return (
      <>
        {query.isFetching && <Skeleton height={140} />}
        {waiting}
      </>
    );
  }
  const { columns, total, matched } = query.data;
  return (
    <>
      {columns.length === 0 ? (
        <Notice title="This table has no columns." inline />
      ) : matched === 0 && filter !== "" ? (
        <Notice title={`No row meets “${filter}”.`} inline>
          <p>Clear the filter to see all of them.</p>
        </Notice>
      ) : (
        <Grid {...props} first={query.data} />
      )}
      <p className={styles.foot}>
        {item.caption && <span>{item.caption} · </span>}
        {matched < total ? `${formatCount(matched)} of ${plural(total, "row")}` : plural(total, "row")}
        <DownloadLink
          href={blobUrl(item.sha256, item.mime, fileName(item))}
          name={fileName(item)}
          label="Download the table as it was stored"
        />
      </p>
      {waiting}
    </>
  );
}

/** An order by a column that this table has not, among those of several runs, is none. */
function sortOf(sort: string | null, { facts }: MediaItem): string | null {
  if (sort === null || !Array.isArray(facts.columns)) return sort;
  const names = facts.columns.map((column) =>
    typeof column === "object" && column !== null && !Array.isArray(column) ? column.name : column,
  );
  return names.includes(sort) || (sort.startsWith("-") && names.includes(sort.slice(1))) ? sort : null;
}

function Grid({
  first,
  media,
  shown,
  item,
  sort,
  filter,
  cell,
  onCell,
  ...actions
}: Props & { first: TablePage }) {
  const { columns, rows, matched } = first;
  const table = tableOf(shown.run.id, item);
  const order = useMemo(() => parseSort(sort, columns), [sort, columns]);
  const widths = useMemo(() => columnWidths(columns, rows), [columns, rows]);
  const ask = (page: number) => tableRowsQuery(table, { page, sort: sortOf(sort, item), filter });
  const partsOf = (page: TablePage) => ({ ...item.parts, ...page.parts });
  const open = (row: number, column: number) => onCell({ run: shown.run.id, row, column });
  const own = cell?.run === shown.run.id && cell.row < matched ? cell : null;
  const opened = useTableRows(ask, own?.row ?? 0, own?.row ?? 0)(own?.row ?? 0);
  return (
    <>
      <TableGrid
        // Another order begins at its beginning.
        key={`${item.sha256} ${sort} ${filter}`}
        label={item.caption ?? item.key}
        count={matched}
        widths={widths}
        tall={columns.some(({ type }) => type === "media")}
        start={own?.row}
        headRows={1}
        head={
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <ColumnHead key={column.name} table={table} column={column} sort={order} {...actions} />
            ))}
            <td />
          </tr>
        }
        ask={ask}
        cells={(page, row, position) =>
          columns.map((column, at) => (
            <TableCell
              key={column.name}
              value={row[at]}
              parts={partsOf(page)}
              numeric={isNumeric(column)}
              onOpen={() => open(position, at)}
            />
          ))
        }
      />
      {own && columns[own.column] && (
        <CellViewer
          media={media}
          shown={shown}
          item={item}
          column={columns[own.column]?.name ?? ""}
          value={opened ? (opened.row[own.column] ?? null) : undefined}
          parts={opened ? partsOf(opened.page) : item.parts}
          row={own.row}
          rows={matched}
          words={opened ? wordsOfRow(columns, opened.row) : ""}
          onRow={(row) => open(row, own.column)}
          onClose={() => onCell(null)}
          {...actions}
        />
      )}
    </>
  );
}
