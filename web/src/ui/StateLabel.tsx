import type { RunState, SweepState, TrialState } from "@/api/types";
import styles from "./StateLabel.module.css";

interface Props {
  state: RunState | SweepState | TrialState;
  /** How many are in it, where it is said of several. */
  count?: string;
  /** What stands there of one of which nothing is heard. */
  quiet?: string | undefined;
  title?: string;
}

/** The state of a run, of a sweep or of a trial as dot and word: never colour alone. */
export function StateLabel({ state, count, quiet, title }: Props) {
  const kind = quiet === undefined ? (styles[state] ?? "") : styles.silent;
  return (
    <span className={`${styles.state} ${kind}`} title={title}>
      <span className={styles.dot} />
      {quiet ?? (count === undefined ? state : `${count} ${state}`)}
    </span>
  );
}
