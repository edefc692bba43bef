import type { RunState } from "@/api/types";
import styles from "./StateLabel.module.css";

/** A run's state as dot and word: never colour alone. */
export function StateLabel({ state }: { state: RunState }) {
  return (
    <span className={`${styles.state} ${styles[state] ?? ""}`}>
      <span className={styles.dot} />
      {state}
    </span>
  );
}
