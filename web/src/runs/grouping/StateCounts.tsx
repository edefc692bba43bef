import type { RunGroup, RunState } from "@/api/types";
import { formatCount } from "@/format/number";
import { StateLabel } from "@/ui/StateLabel";
import styles from "./StateCounts.module.css";

/** How many runs of a group are in which state, most first. */
export function StateCounts({ states }: Pick<RunGroup, "states">) {
  const counts = Object.entries(states).sort((a, b) => b[1] - a[1]);
  return (
    <span className={styles.states} title={counts.map(([state, runs]) => `${runs} ${state}`).join(", ")}>
      {counts.map(([state, runs]) => (
        <StateLabel key={state} state={state as RunState} count={formatCount(runs)} />
      ))}
    </span>
  );
}
