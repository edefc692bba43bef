import { SortButton } from "@/project/SortButton";
import { placeInSort } from "@/project/sort";
import { followPointer } from "@/ui/followPointer";
import type { HeadDrag } from "@/ui/useHeadDrag";
import { useSaidBetter } from "../baseline/betterStore";
import type { Better } from "../baseline/difference";
import type { TableColumn } from "../columns";
import { dragWidth, dropWidth } from "../columnWidths";
import type { PlacedColumn } from "../layout";
import table from "../RunTable.module.css";
import type { ColumnActions } from "./actions";
import { ColumnMenu } from "./ColumnMenu";
import styles from "./RunTableHead.module.css";

const SAID: Record<Better, string> = { higher: ", more is better", lower: ", less is better", neither: "" };

interface Props {
  placed: PlacedColumn;
  columns: readonly TableColumn[];
  pinned: boolean;
  pinnedCount: number;
  actions: ColumnActions;
  drag: HeadDrag;
}

/** A column's head: sorts, opens its menu, is dragged to another place, and by its edge to another width. */
export function HeadCell({ placed, columns, pinned, pinnedCount, actions, drag }: Props) {
  const { column, index, left } = placed;
  const { key, label, numeric, source, width } = column;
  const said = useSaidBetter(key);
  const drop = drag.dropAt?.key === key ? (drag.dropAt.after ? styles.dropAfter : styles.dropBefore) : "";
  const classes = [
    table.cell,
    styles.cell,
    pinned && styles.pinned,
    numeric && styles.numeric,
    drag.dragged === key && styles.dragged,
    drop,
  ];
  return (
    <div
      className={classes.filter(Boolean).join(" ")}
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={placeInSort(actions.sorts, key).direction}
      data-column={key}
      title={source === "run" ? undefined : `${source}: ${label}${said === null ? "" : SAID[said]}`}
      style={pinned ? { width } : { left, width }}
      onPointerDown={(event) => drag.begin(event, key)}
      onClickCapture={drag.swallowClick}
    >
      <span className={styles.label}>
        <SortButton
          column={key}
          text={label}
          numeric={numeric}
          leastFirst={said === "lower"}
          sorts={actions.sorts}
          onSort={actions.setSorts}
        />
      </span>
      <ColumnMenu
        column={column}
        previous={columns[index - 1]?.key}
        following={columns[index + 2]?.key ?? null}
        last={index === columns.length - 1}
        pinned={index < pinnedCount}
        actions={actions}
        className={styles.menu}
      />
      <span
        className={styles.edge}
        aria-hidden="true"
        title="Drag to resize"
        onPointerDown={(event) => {
          event.stopPropagation();
          const start = event.clientX - width;
          followPointer(
            event,
            (move) => dragWidth(key, move.clientX - start),
            () => {
              const dropped = dropWidth();
              if (dropped !== null) actions.resize(key, dropped);
            },
          );
        }}
      />
    </div>
  );
}
