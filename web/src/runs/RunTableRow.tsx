import { type MouseEvent, memo } from "react";
import type { Run } from "@/api/types";
import { placeOf } from "@/edits/changes";
import { useEdited } from "@/edits/overlay";
import { RunToggle } from "@/project/RunToggle";
import { Link } from "@/route/Link";
import { IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { useRowCommands } from "./editing/commands";
import { anchorOfElement, useEditing } from "./editing/editing";
import { NameInput } from "./editing/NameInput";
import { PickBox } from "./picks/PickBox";
import { RunCell } from "./RunCell";
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

export const RunTableRow = memo(function RunTableRow(props: Props) {
  const { run: listed, picked, shown, slot, onToggle, unlisted = false, ...where } = props;
  const run = useEdited(listed);
  const commands = useRowCommands();
  const renamed = useEditing(
    ({ open }) => open?.what === "name" && open.subject.runs[0]?.id === listed?.id && listed !== undefined,
  );
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
      onContextMenu={menu}
      onDoubleClick={edit}
      name={
        run ? (
          <>
            {unlisted ? (
              <span className={styles.noBox} />
            ) : (
              <PickBox
                name={run.name}
                picked={picked}
                onPick={(range) => commands.pick(where.index, range)}
              />
            )}
            <RunToggle
              name={run.name}
              shown={shown}
              slot={slot}
              colour={run.colour}
              onToggle={() => onToggle(run.id)}
            />
            {renamed ? (
              <NameInput run={run} />
            ) : (
              <>
                {run.starred && (
                  <span className={styles.star} title="A baseline">
                    <Icon name="star" size={12} />
                    <span className="visually-hidden">Baseline</span>
                  </span>
                )}
                <Link
                  to={{ page: "run", project: run.project, run: run.id }}
                  className={styles.link}
                  title={run.name}
                >
                  {run.name}
                </Link>
                <span className={styles.space} />
                <span className={styles.id}>{run.display_id}</span>
                <IconButton
                  icon="more"
                  small
                  className={styles.more}
                  label={`Actions for ${run.name}`}
                  aria-haspopup="menu"
                  onClick={(event) => commands.menu(run, anchorOfElement(event.currentTarget))}
                />
              </>
            )}
          </>
        ) : (
          <span className={styles.skeleton} />
        )
      }
      cell={(column) => run && <RunCell run={run} column={column} />}
    />
  );
});
