import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { joinQuery } from "@/api/tables";
import type { JoinedTables, MediaItem, MediaKey } from "@/api/types";
import { Swatch } from "@/charts/Swatch";
import { formatCount, formatNumber, plural } from "@/format/number";
import { Icon } from "@/ui/Icon";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import type { RunItems, ViewerActions } from "../registry";
import { CellViewer } from "./CellViewer";
import { change, differences, groupColumns, nextJoinSort, parseJoinSort } from "./joined";
import styles from "./MediaTable.module.css";
import { TableCell } from "./TableCell";
import { TableGrid } from "./TableGrid";
import { columnWidths, isNumeric, type OpenCell } from "./table";
import { useTableRows } from "./useTableRows";
import { Waiting } from "./Waiting";
import { wordsOfRow } from "./words";

export interface JoinedSide {
  shown: RunItems;
  item: MediaItem;
}

interface Props extends ViewerActions {
  media: MediaKey;
  sides: readonly JoinedSide[];
  on: string;
  onlyDiffering: boolean;
  filter: string;
  sort: string | null;
  onSort(sort: string | null): void;
  cell: OpenCell | null;
  onCell(cell: OpenCell | null): void;
}

/** Tables of several runs side by side, a row for each value of a column; what differs from the first run is marked. */
export function JoinedTable(props: Props) {
  const query = useQuery(questionOf(props)(0));
  if (query.error && !query.data) {
    return <Failure error={query.error} inline onRetry={() => void query.refetch()} />;
  }
  const waiting = <Waiting query={query} queryKey={["table-join"]} />;
  if (!query.data) {
    return (
      <>
        {query.isFetching && <Skeleton height={140} />}
        {waiting}
      </>
    );
  }
  const { total, matched, listed } = query.data;
  return (
    <>
      {listed === 0 ? (
        props.filter !== "" ? (
          <Notice title={`No row meets “${props.filter}”.`} inline>
            <p>Clear the filter to see all of them.</p>
          </Notice>
        ) : (
          <Notice title="The tables do not differ." inline>
            <p>Every row is the same in all of them.</p>
          </Notice>
        )
      ) : (
        <Grid {...props} first={query.data} />
      )}
      <p className={styles.foot}>
        {listed < total
          ? `${formatCount(listed)} of ${plural(total, "row")}${props.filter === "" ? " differ" : ""}`
          : plural(total, "row")}
        {` · ${formatCount(matched)} in all ${formatCount(props.sides.length)} runs`}
      </p>
      {waiting}
    </>
  );
}

const questionOf = ({ media, sides, on, onlyDiffering, filter, sort }: Props) => {
  const tables = sides.map(({ shown, item }) => `${shown.run.id}:${item.sha256}`);
  const key = sides.some(({ item }) => "part_of" in item.facts) ? media.key : undefined;
  const asked = parseJoinSort(sort);
  const order = asked && asked.table < sides.length ? asked : null;
  return (page: number) => joinQuery({ tables, key, on, onlyDiffering, filter, sort: order, page });
};

function Grid({ first, ...props }: Props & { first: JoinedTables }) {
  const order = parseJoinSort(props.sort);
  const headOf = (table: number, column: string, children: ReactNode) => {
    const own = order?.table === table && order.column === column ? order : null;
    return (
      <button
        type="button"
        className={styles.sort}
        title={`Sort by ${column}`}
        onClick={() => props.onSort(nextJoinSort(order, table, column))}
      >
        {children}
        {own && <Icon name={own.descending ? "arrowDown" : "arrowUp"} size={12} />}
      </button>
    );
  };
  const sorted = (table: number, column: string) =>
    order?.table === table && order.column === column
      ? order.descending
        ? "descending"
        : "ascending"
      : undefined;
  const { media, sides, on, onlyDiffering, filter, cell, onCell, pin, open, showSample } = props;
  const { columns, rows, listed } = first;
  const groups = useMemo(() => groupColumns(columns), [columns]);
  // As they stand beside each other, with the column that they are joined on before them.
  const places = useMemo(() => [0, ...groups.flatMap((group) => group.sides.map(({ at }) => at))], [groups]);
  const widths = useMemo(() => {
    const all = columnWidths(columns, rows);
    return places.map((at) => Math.max(8, Math.min(36, all[at] ?? 8)));
  }, [columns, rows, places]);
  const ask = questionOf(props);
  const partsOf = (page: JoinedTables, table: number) => ({
    ...sides[table]?.item.parts,
    ...page.parts[table],
  });
  const own = cell?.run === "" && cell.row < listed ? cell : null;
  const opened = useTableRows(ask, own?.row ?? 0, own?.row ?? 0)(own?.row ?? 0);
  const column = own ? columns[own.column] : undefined;
  const side = sides[column?.table ?? 0];
  const openCell = (row: number, at: number) => onCell({ run: "", row, column: at });
  return (
    <>
      <TableGrid
        key={`${on} ${onlyDiffering} ${filter} ${props.sort} ${sides.map(({ item }) => item.sha256).join(" ")}`}
        label={`${media.key}, joined on ${on}`}
        count={listed}
        widths={widths}
        tall={columns.some(({ type }) => type === "media")}
        start={own?.row}
        headRows={2}
        head={
          <>
            <tr aria-rowindex={1} className={styles.names}>
              <th scope="col" rowSpan={2} aria-sort={sorted(0, on)}>
                {headOf(0, on, <span className={styles.headText}>{on}</span>)}
              </th>
              {groups.map(({ name, sides: own }) => (
                <th key={name} scope="colgroup" colSpan={own.length} className={styles.first}>
                  <span className={styles.headText} title={name}>
                    {name}
                  </span>
                </th>
              ))}
              <td />
            </tr>
            <tr aria-rowindex={2} className={styles.whose}>
              {groups.flatMap(({ name, sides: own }) =>
                own.map(({ at, table }, place) => {
                  const run = sides[table]?.shown.run;
                  return (
                    <th
                      key={at}
                      scope="col"
                      className={place === 0 ? styles.first : ""}
                      aria-sort={sorted(table, name)}
                    >
                      {headOf(
                        table,
                        name,
                        <span className={styles.headText} title={run && `${run.name} · ${run.displayId}`}>
                          {run && <Swatch colour={run.colour} dash={run.dash} />}
                          {run?.name}
                        </span>,
                      )}
                    </th>
                  );
                }),
              )}
              <td />
            </tr>
          </>
        }
        ask={ask}
        cells={(page, row, position) => [
          <TableCell
            key="on"
            value={row[0]}
            parts={{}}
            numeric={columns[0] !== undefined && isNumeric(columns[0])}
            onOpen={() => openCell(position, 0)}
          />,
          ...groups.flatMap((group) => {
            const differ = differences(group, row);
            return group.sides.map((each, place) => {
              const by = change(group, row, place);
              return (
                <TableCell
                  key={each.at}
                  value={row[each.at]}
                  parts={partsOf(page, each.table)}
                  numeric={isNumeric(each)}
                  differs={differ[place]}
                  note={
                    by !== null && by !== 0
                      ? `${by > 0 ? "+" : ""}${formatNumber(by)} to the first run`
                      : undefined
                  }
                  onOpen={() => openCell(position, each.at)}
                />
              );
            });
          }),
        ]}
      />
      {own && column && side && (
        <CellViewer
          media={media}
          shown={side.shown}
          item={side.item}
          column={`${column.name} of ${side.shown.run.name}`}
          value={opened ? (opened.row[own.column] ?? null) : undefined}
          parts={opened ? partsOf(opened.page, column.table ?? 0) : side.item.parts}
          row={own.row}
          rows={listed}
          words={opened ? wordsOfRow(columns, opened.row) : ""}
          onRow={(row) => openCell(row, own.column)}
          onClose={() => onCell(null)}
          pin={pin}
          open={open}
          showSample={showSample}
        />
      )}
    </>
  );
}
