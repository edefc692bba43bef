import { useQuery } from "@tanstack/react-query";
import { type TableName, tableColumnQuery } from "@/api/tables";
import type { Json, TableColumn, TableColumnFacts } from "@/api/types";
import { columnBetween, columnIs } from "@/filter/text";
import { formatCount, formatNumber, plural } from "@/format/number";
import { formatValue } from "@/format/value";
import styles from "@/runs/head/ColumnFacts.module.css";
import { Histogram } from "@/runs/head/Histogram";
import { TopValues } from "@/runs/head/TopValues";
import { Button } from "@/ui/Button";
import type { HeadActions } from "./ColumnHead";
import menu from "./ColumnMenu.module.css";

/** More different values than this are better seen as a histogram. */
const FEW_VALUES = 8;

interface Props extends HeadActions {
  table: TableName;
  column: TableColumn;
  close(): void;
}

/** What a column of a table holds, and what can be done with it. */
export default function ColumnMenu({ table, column, close, onSort, onNarrow, onJoin }: Props) {
  const query = useQuery(tableColumnQuery(table, column.name));
  const act = (action: () => void) => () => {
    action();
    close();
  };
  const { name, type } = column;
  return (
    <div className={menu.menu}>
      <h2 className={menu.title}>
        {name} <span className={menu.type}>{type}</span>
      </h2>
      {query.error ? (
        <p className={styles.note}>{query.error.message}</p>
      ) : query.data ? (
        <Facts facts={query.data} onNarrow={(condition) => act(() => onNarrow(condition))()} />
      ) : (
        <div className={styles.coming} />
      )}
      <div className={menu.actions}>
        <Button icon="arrowUp" onClick={act(() => onSort(name))}>
          Ascending
        </Button>
        <Button icon="arrowDown" onClick={act(() => onSort(`-${name}`))}>
          Descending
        </Button>
        {onJoin && type !== "media" && (
          <Button icon="columns" onClick={act(() => onJoin(name))}>
            Join runs on it
          </Button>
        )}
      </div>
    </div>
  );
}

function Facts({ facts, onNarrow }: { facts: TableColumnFacts; onNarrow(condition: string): void }) {
  const { name, type, rows, nulls, nan, min, max, mean, distinct, bins, top } = facts;
  const text = (value: Json) => (value === "" ? "“”" : formatValue(value));
  const plain = type !== "media" && type !== "other";
  return (
    <div className={styles.facts}>
      {bins.length > 1 && distinct > FEW_VALUES ? (
        <Histogram
          bins={bins.map((bin) => ({ ...bin, runs: bin.rows }))}
          noun="row"
          text={(value) => formatNumber(value)}
          onPick={(bin, last) => onNarrow(columnBetween(name, bin.low, bin.high, last))}
        />
      ) : (
        plain &&
        top.length > 0 && (
          <TopValues
            top={top.map((each) => ({ ...each, runs: each.rows }))}
            text={text}
            onPick={(value) => onNarrow(columnIs(name, value))}
          />
        )
      )}
      <dl className={menu.facts}>
        {[
          ["rows", formatCount(rows)],
          ["different", formatCount(distinct)],
          ["nulls", formatCount(nulls)],
          ...(nan > 0 ? [["NaN", formatCount(nan)]] : []),
          ...(min !== null ? [["min", formatNumber(min)]] : []),
          ...(mean !== null ? [["mean", formatNumber(mean)]] : []),
          ...(max !== null ? [["max", formatNumber(max)]] : []),
        ].map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd data-number="">{value}</dd>
          </div>
        ))}
      </dl>
      {nulls > 0 && (
        <p className={styles.note}>
          <button type="button" className={styles.link} onClick={() => onNarrow(columnIs(name, null))}>
            Only {plural(nulls, "row")} without a value
          </button>
        </p>
      )}
    </div>
  );
}
