import type { RunState, SweepState, TrialState } from "@/api/types";
import styles from "./StateLabel.module.css";

interface Props {
  state: RunState | SweepState | TrialState;
  /** How many are in it, where it is said of several. */
  count?: string;
}

/** The state of a run, of a sweep or of a trial as dot and word: never colour alone. */
export function StateLabel({ state, count }: Props) {
  return (
    <span className={`${styles.state} ${styles[state] ?? ""}`}>
      <span className={styles.dot} />
      {count === undefined ? state : `${count} ${state}`}
    </span>
  );
}
