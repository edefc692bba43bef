import { memo } from "react";
import type { Run } from "@/api/types";
import { RunToggle } from "@/project/RunToggle";
import { Link } from "@/route/Link";
import { RunCell } from "./RunCell";
import styles from "./RunTable.module.css";
import { type RowPlace, TableRowFrame } from "./TableRowFrame";

interface Props extends RowPlace {
  /** Undefined while the row is on its way. */
  run: Run | undefined;
  level?: 1 | 2;
  shown: boolean;
  slot: number | undefined;
  onToggle(id: string): void;
}

export const RunTableRow = memo(function RunTableRow({ run, shown, slot, onToggle, ...where }: Props) {
  return (
    <TableRowFrame
      {...where}
      className={shown ? styles.shown : ""}
      aria-selected={shown}
      data-run={run?.id}
      name={
        run ? (
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
        )
      }
      cell={(column) => run && <RunCell run={run} column={column} />}
    />
  );
});
