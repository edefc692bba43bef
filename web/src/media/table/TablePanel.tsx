import { useQueries } from "@tanstack/react-query";
import { tableOf, tableRowsQuery } from "@/api/tables";
import type { TableColumn } from "@/api/types";
import { filterProblem } from "@/filter/problem";
import { both } from "@/filter/text";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";
import { useGallery } from "../gallery";
import { entryOf, withEntry } from "../mediaView";
import { RunHeading } from "../RunHeading";
import heading from "../RunHeading.module.css";
import type { PanelProps } from "../registry";
import { JoinedTable } from "./JoinedTable";
import { MediaTable } from "./MediaTable";
import styles from "./MediaTable.module.css";
import { TableFilter } from "./TableFilter";
import { formatCell, type OpenCell, parseCell } from "./table";

/** More rows than this are filtered, not read. */
const MANY_ROWS = 12;
const MOST_JOINED = 20;

/** The tables of a key, run by run, or side by side by the values of a column. */
export default function TablePanel({ media, shown, ...actions }: PanelProps) {
  const { view, change } = useGallery();
  const { key } = media;
  const filter = said(view.tfind, key) ?? "";
  const sort = said(view.tsort, key);
  const cell = parseCell(said(view.tcell, key));
  const tables = shown.flatMap((each) =>
    each.items.map((item) => ({ shown: each, item, table: tableOf(each.run.id, item) })),
  );
  // Without a filter: what columns and rows there are, whatever the filter says.
  const whole = useQueries({
    queries: tables.map(({ table }) => tableRowsQuery(table, { page: 0, sort: null, filter: "" })),
  });
  const found = useQueries({
    queries: tables.map(({ table }) => tableRowsQuery(table, { page: 0, sort: null, filter })),
  });
  const problem =
    found.map(({ error }) => filterProblem(filter, error)).find((each) => each !== null) ?? null;
  const columns = unionOf(whole.map(({ data }) => data?.columns ?? []));

  const sides = shown.flatMap((each) => {
    const item = each.items[each.index];
    return item ? [{ shown: each, item }] : [];
  });
  const shared = columns.filter(
    ({ name, type }) =>
      type !== "media" &&
      whole.every(({ data }) => !data || data.columns.some((column) => column.name === name)),
  );
  const canJoin = sides.length > 1 && sides.length <= MOST_JOINED && shared.length > 0;
  const wish = said(view.tjoin, key);
  const on = canJoin && shared.some(({ name }) => name === wish) ? wish : null;
  const onlyDiffering = entryOf(view.tdiffer, key) !== null;

  const setFilter = (next: string) => change({ tfind: say(view.tfind, key, next || null) }, "replace");
  const setJoin = (column: string | null) =>
    change({ tjoin: say(view.tjoin, key, column), tcell: say(view.tcell, key, null) }, "replace");
  const setCell = (next: OpenCell | null) =>
    change({ tcell: say(view.tcell, key, next && formatCell(next)) }, cell && next ? "replace" : "push");
  const first = tables[0];
  const many = whole.some(({ data }) => (data?.total ?? 0) > MANY_ROWS);
  return (
    <>
      {(many || canJoin || filter !== "") && (
        <div className={styles.tools}>
          {first && (many || filter !== "") && (
            <div className={styles.filter}>
              <TableFilter
                label={`Filter rows of ${key}`}
                table={first.table}
                columns={columns}
                value={filter}
                problem={problem}
                onChange={setFilter}
              />
            </div>
          )}
          {canJoin && (
            <Select
              label={`How the runs' tables of ${key} are shown`}
              value={on ?? ""}
              options={[
                { value: "", label: "Run by run" },
                ...shared.map(({ name }) => ({ value: name, label: `Joined on ${name}` })),
              ]}
              onChange={(column) => setJoin(column || null)}
            />
          )}
          {on !== null && (
            <Button
              icon="filter"
              aria-pressed={onlyDiffering}
              title="Only rows in which the runs differ"
              onClick={() =>
                change({ tdiffer: withEntry(view.tdiffer, key, onlyDiffering ? null : "1") }, "replace")
              }
            >
              Differences only
            </Button>
          )}
        </div>
      )}
      {on !== null ? (
        <JoinedTable
          media={media}
          sides={sides}
          on={on}
          onlyDiffering={onlyDiffering}
          filter={problem ? "" : filter}
          sort={sort}
          onSort={(next) => change({ tsort: say(view.tsort, key, next) }, "replace")}
          cell={cell}
          onCell={setCell}
          {...actions}
        />
      ) : (
        shown.map((each) => (
          <div key={each.run.id} className={heading.part}>
            <RunHeading media={media} shown={each} {...actions} />
            {each.items.map((item) => (
              <MediaTable
                key={item.index}
                media={media}
                shown={each}
                item={item}
                filter={problem ? "" : filter}
                sort={sort}
                cell={cell}
                onCell={setCell}
                onSort={(next) => change({ tsort: say(view.tsort, key, next) }, "replace")}
                onNarrow={(condition) => setFilter(both(filter, condition))}
                onJoin={canJoin ? setJoin : null}
                {...actions}
              />
            ))}
          </div>
        ))
      )}
    </>
  );
}

function unionOf(lists: readonly (readonly TableColumn[])[]): TableColumn[] {
  const all = new Map<string, TableColumn>();
  for (const columns of lists)
    for (const column of columns) if (!all.has(column.name)) all.set(column.name, column);
  return [...all.values()];
}

/** Columns and words may hold the "@" that ends an entry's value. */
function said(entries: readonly string[] | null, key: string): string | null {
  const entry = entryOf(entries, key);
  return entry === null ? null : entry.replaceAll("%40", "@").replaceAll("%25", "%");
}

const say = (entries: readonly string[] | null, key: string, value: string | null) =>
  withEntry(entries, key, value === null ? null : value.replaceAll("%", "%25").replaceAll("@", "%40"));
