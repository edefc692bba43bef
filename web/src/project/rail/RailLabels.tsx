import { Icon } from "@/ui/Icon";
import { columnLabel } from "../metricColumn";
import { nextSort, parseSort } from "../sort";
import styles from "./Rail.module.css";

interface Props {
  sort: string;
  metric: string | null;
  onSort(sort: string): void;
}

export function RailLabels({ sort, metric, onSort }: Props) {
  const now = parseSort(sort);
  const label = (column: string, text: string, numeric: boolean, className = "") => (
    <button
      type="button"
      className={`${styles.label} ${className}`}
      data-active={now.column === column}
      title={`Sort by ${text}`}
      onClick={() => onSort(nextSort(sort, column, numeric))}
    >
      <span>{text}</span>
      {now.column === column && <Icon name={now.descending ? "arrowDown" : "arrowUp"} size={11} />}
    </button>
  );
  return (
    <div className={styles.labels}>
      <span />
      {label("name", "Name", false)}
      {label("state", "State", false)}
      {metric === null ? <span /> : label(metric, columnLabel(metric), true, styles.right)}
    </div>
  );
}
