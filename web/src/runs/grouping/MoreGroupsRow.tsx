import { plural } from "@/format/number";
import { type RowPlace, TableRowFrame } from "../TableRowFrame";
import styles from "./GroupRow.module.css";

/** Says that a group has more groups within it than are listed. */
export function MoreGroupsRow({ level, groups, ...where }: RowPlace & { level: number; groups: number }) {
  return (
    <TableRowFrame
      {...where}
      level={level}
      name={<span className={styles.more}>{plural(groups, "more group")}: a filter leaves fewer</span>}
      cell={() => null}
    />
  );
}
