import { Button } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import styles from "./Baseline.module.css";
import type { Baselines } from "./baselines";

/** Whether numbers are compared with the baseline, and whether baselines stand on top. */
export function BaselineMenu({ baselines }: { baselines: Baselines }) {
  const { runs, compared, pinned, setCompared, setPinned } = baselines;
  const [first, ...others] = runs;
  if (first === undefined) return null;
  return (
    <Popover
      label="Baseline"
      trigger={
        <Button icon="star" aria-pressed={compared || pinned}>
          Baseline
        </Button>
      }
    >
      <div className={styles.menu}>
        <p className={styles.note}>
          {others.length === 0
            ? `The baseline is ${first.name}.`
            : `Numbers are compared with ${first.name}, the oldest of ${runs.length} baselines.`}
        </p>
        <Button icon="plus" aria-pressed={compared} onClick={() => setCompared(!compared)}>
          Show differences
        </Button>
        <Button icon="pin" aria-pressed={pinned} onClick={() => setPinned(!pinned)}>
          Keep on top
        </Button>
      </div>
    </Popover>
  );
}
