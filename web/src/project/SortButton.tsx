import { Icon } from "@/ui/Icon";
import styles from "./SortButton.module.css";
import { nextSorts, placeInSort } from "./sort";

interface Props {
  column: string;
  text: string;
  numeric: boolean;
  /** Of these numbers the least come first. */
  leastFirst?: boolean;
  sorts: readonly string[];
  onSort(sorts: readonly string[]): void;
}

/** A column's head: sorts by it, with shift by it too. */
export function SortButton({ column, text, numeric, leastFirst = false, sorts, onSort }: Props) {
  const { place, direction } = placeInSort(sorts, column);
  return (
    <button
      type="button"
      className={`${styles.sort} ${numeric ? styles.numeric : ""}`}
      data-active={place >= 0}
      title={`Sort by ${text}; with Shift by it too`}
      onClick={(event) => onSort(nextSorts(sorts, column, numeric && !leastFirst, event.shiftKey))}
    >
      <span className={styles.text}>{text}</span>
      {place >= 0 && <Icon name={direction === "descending" ? "arrowDown" : "arrowUp"} size={11} />}
      {place >= 0 && sorts.length > 1 && (
        <span className={styles.place} aria-hidden="true">
          {place + 1}
        </span>
      )}
    </button>
  );
}
