import { type MouseEvent, memo, useState } from "react";
import type { Run } from "@/api/types";
import { placeOf } from "@/edits/changes";
import { useEdited } from "@/edits/overlay";
import { useBaseline } from "./baseline/baselines";
import { useRowCommands } from "./editing/commands";
import { runCell } from "./RunCell";
import { RunName } from "./RunName";
import styles from "./RunTable.module.css";
import { type RowPlace, TableRowFrame } from "./TableRowFrame";

interface Props extends RowPlace {
  /** Undefined while the row is on its way. */
  run: Run | undefined;
  level?: number;
  picked: boolean;
  shown: boolean;
  slot: number | undefined;
  onToggle(id: string): void;
  /** It stands above the list, and cannot be picked there. */
  unlisted?: boolean;
}

/** What opens when a cell is double-clicked. */
const EDITORS = { tag: "tags", notes: "notes", project: "project" } as const;

/** Rows that neither pointer nor focus has touched have no button for their menu: while one scrolls, it would be in the way of every frame. */
const NO_HOVER = window.matchMedia("(hover: none)").matches;

export const RunTableRow = memo(function RunTableRow(props: Props) {
  const { run: listed, picked, shown, slot, onToggle, unlisted = false, ...where } = props;
  const run = useEdited(listed);
  const baseline = useBaseline();
  const commands = useRowCommands();
  const [touched, setTouched] = useState(where.active || NO_HOVER);
  if (where.active && !touched) setTouched(true);
  const touch = () => setTouched(true);
  const leaves = run !== undefined && listed !== undefined && placeOf(run) !== placeOf(listed);
  const menu = (event: MouseEvent) => {
    if (!run) return;
    event.preventDefault();
    const at = new DOMRect(event.clientX, event.clientY, 0, 0);
    commands.menu(run, () => at);
  };
  const edit = ({ target }: MouseEvent) => {
    if (!run || (target as Element).closest("a, button, input")) return;
    const cell = (target as Element).closest<HTMLElement>("[data-cell], [role=rowheader]");
    if (cell?.role === "rowheader") commands.begin("name", run);
    const column = cell?.dataset.cell;
    if (column !== undefined && column in EDITORS)
      commands.begin(EDITORS[column as keyof typeof EDITORS], run, column);
  };
  return (
    <TableRowFrame
      {...where}
      className={`${picked ? styles.picked : ""} ${leaves ? styles.leaves : ""}`}
      aria-selected={picked}
      data-run={unlisted ? undefined : run?.id}
      data-baseline={unlisted ? run?.id : undefined}
      onPointerEnter={touched ? undefined : touch}
      onFocus={touched ? undefined : touch}
      onContextMenu={menu}
      onDoubleClick={edit}
      name={
        run ? (
          <RunName
            run={run}
            index={where.index}
            picked={picked}
            shown={shown}
            slot={slot}
            onToggle={onToggle}
            unlisted={unlisted}
            withMenu={touched}
          />
        ) : (
          <span className={styles.skeleton} />
        )
      }
      cell={run && ((column) => runCell(run, column, baseline))}
    />
  );
});
