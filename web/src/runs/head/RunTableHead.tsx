import { memo, type ReactNode } from "react";
import { fieldLabel } from "@/project/fields";
import { SortButton } from "@/project/SortButton";
import { placeInSort } from "@/project/sort";
import { useHeadDrag } from "@/ui/useHeadDrag";
import type { TableColumn } from "../columns";
import type { Layout } from "../layout";
import table from "../RunTable.module.css";
import type { ColumnActions } from "./actions";
import { HeadCell } from "./HeadCell";
import styles from "./RunTableHead.module.css";

interface Props {
  layout: Layout;
  columns: readonly TableColumn[];
  actions: ColumnActions;
  /** Picks many rows; nothing where rows cannot be picked. */
  pick: ReactNode;
}

export const RunTableHead = memo(function RunTableHead({ layout, columns, actions, pick }: Props) {
  const { sorts, setSorts, by, move } = actions;
  const drag = useHeadDrag(
    "data-column",
    columns.map(({ key }) => key),
    move,
  );
  // Groups have no name but the values that they share.
  const [column, text] = by[0] === undefined ? ["name", "Name"] : [by[0], by.map(fieldLabel).join(" · ")];
  const cells = { columns, pinnedCount: layout.pinned.length, actions, drag };
  return (
    <div className={styles.head} role="row" aria-rowindex={1} style={{ width: layout.width }}>
      <div className={`${table.frozen} ${styles.frozen}`} role="presentation">
        <div
          className={`${table.name} ${styles.name}`}
          role="columnheader"
          aria-colindex={1}
          aria-sort={placeInSort(sorts, column).direction}
          style={{ width: layout.nameWidth }}
        >
          {pick}
          <SortButton column={column} text={text} numeric={false} sorts={sorts} onSort={setSorts} />
        </div>
        {layout.pinned.map((placed) => (
          <HeadCell key={placed.column.key} placed={placed} pinned {...cells} />
        ))}
      </div>
      {layout.loose.map((placed) => (
        <HeadCell key={placed.column.key} placed={placed} pinned={false} {...cells} />
      ))}
    </div>
  );
});
