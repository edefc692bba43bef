import { memo } from "react";
import type { Run } from "@/api/types";
import { RunToggle } from "@/project/RunToggle";
import { Link } from "@/route/Link";
import { RunCell } from "./RunCell";
import type { PlacedColumn } from "./RunTable";
import styles from "./RunTable.module.css";

interface Props {
  /** Undefined while the row is on its way. */
  run: Run | undefined;
  index: number;
  top: number;
  width: number;
  nameWidth: number;
  columns: readonly PlacedColumn[];
  active: boolean;
  shown: boolean;
  slot: number | undefined;
  onToggle(id: string): void;
}

export const RunTableRow = memo(function RunTableRow(props: Props) {
  const { run, index, top, width, nameWidth, columns, active, shown, slot, onToggle } = props;
  return (
    <div
      className={`${styles.row} ${shown ? styles.shown : ""} ${active ? styles.active : ""}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={shown}
      data-run={run?.id}
      style={{ width, transform: `translateY(${top}px)` }}
    >
      <div className={styles.name} role="rowheader" aria-colindex={1} style={{ width: nameWidth }}>
        {run ? (
          <>
            <RunToggle name={run.name} shown={shown} slot={slot} onToggle={() => onToggle(run.id)} />
            <Link
              to={{ page: "run", project: run.project, run: run.id }}
              className={styles.link}
              title={run.name}
            >
              {run.name}
            </Link>
            <span className={styles.id}>{run.display_id}</span>
          </>
        ) : (
          <span className={styles.skeleton} />
        )}
      </div>
      {columns.map(({ column, index: columnIndex, left }) => (
        <div
          key={column.key}
          className={`${styles.cell} ${column.numeric ? styles.numeric : ""}`}
          role="gridcell"
          data-number={column.numeric ? "" : undefined}
          aria-colindex={columnIndex + 2}
          style={{ left, width: column.width }}
        >
          {run && <RunCell run={run} column={column} />}
        </div>
      ))}
    </div>
  );
});
