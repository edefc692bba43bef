import type { Sweep, TrialState } from "@/api/types";
import styles from "./Progress.module.css";

const ORDER: readonly TrialState[] = ["finished", "pruned", "stopped", "failed", "crashed", "running"];

/** How many trials of a sweep there were, by what became of them, and how many will be where that is known. */
export function Progress({ sweep }: { sweep: Sweep }) {
  const { states, trials, planned } = sweep;
  const most = Math.max(planned ?? trials, trials, 1);
  const parts = ORDER.flatMap((state) => (states[state] ? [{ state, count: states[state] }] : []));
  const told = parts.map(({ state, count }) => `${count} ${state}`).join(", ");
  return (
    <span className={styles.progress} title={told}>
      <span className={styles.bar} role="img" aria-label={told || "no trials yet"}>
        {parts.map(({ state, count }) => (
          <span key={state} className={styles[state]} style={{ width: `${(100 * count) / most}%` }} />
        ))}
      </span>
      <span className={styles.count} data-number>
        {planned === null ? trials : `${trials} of ${planned}`}
      </span>
    </span>
  );
}
