import type { Json, TopValue } from "@/api/types";
import { formatCount } from "@/format/number";
import styles from "./ColumnFacts.module.css";

interface Props {
  top: readonly TopValue[];
  text(value: Json): string;
  onPick(value: Json): void;
}

/** The most frequent values; one leaves only its runs. */
export function TopValues({ top, text, onPick }: Props) {
  const most = Math.max(...top.map(({ runs }) => runs));
  return (
    <ul className={styles.values} aria-label="Most frequent values" tabIndex={0}>
      {top.map(({ value, runs }) => (
        <li key={JSON.stringify(value) + text(value)}>
          <button type="button" className={styles.value} title={text(value)} onClick={() => onPick(value)}>
            <span className={styles.share} style={{ width: `${(runs / most) * 100}%` }} />
            <span className={styles.text}>{text(value)}</span>
            <span className={styles.count} data-number="">
              {formatCount(runs)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
