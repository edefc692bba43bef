import { useState } from "react";
import { useMay } from "@/access/rights";
import { withKey } from "@/app/bindings";
import { plural } from "@/format/number";
import { Button } from "@/ui/Button";
import { anchorOfElement } from "../editing/editing";
import { FreedSpace } from "../editing/FreedSpace";
import { type RunAction, runActions } from "../editing/runActions";
import { measurable, type Subject } from "../editing/subject";
import styles from "./BulkBar.module.css";
import type { RunPicks } from "./usePicks";

interface Props {
  picks: RunPicks;
  subject: Subject;
  onAct(action: RunAction, subject: Subject, anchor: () => DOMRect): void;
}

/** What can be done with the picked runs. It stands below the table: above it, it would push the rows away from the pointer that picks them. */
export function BulkBar({ picks, subject, onAct }: Props) {
  const { count, listed } = picks;
  const may = useMay();
  const measured = measurable(subject);
  // Measuring reads what the whole home uses: only for who is about to delete.
  const [asked, setAsked] = useState(false);
  return (
    <div className={styles.bar} role="toolbar" data-below-messages="" aria-label="Picked runs">
      <span className={styles.count}>{plural(count, "run")} picked</span>
      {count < listed.total && <Button onClick={picks.chooseAll}>All {plural(listed.total, "run")}</Button>}
      <span className={styles.actions}>
        {runActions(subject, may)
          .filter(({ single }) => !single)
          .map((action) => (
            <Button
              key={action.id}
              icon={action.icon}
              aria-label={action.label}
              title={action.keys ? withKey(action.label, action.keys) : action.label}
              onPointerEnter={action.id === "bin" ? () => setAsked(true) : undefined}
              onFocus={action.id === "bin" ? () => setAsked(true) : undefined}
              onClick={(event) => onAct(action, subject, anchorOfElement(event.currentTarget))}
            >
              {action.short ?? action.label}
            </Button>
          ))}
      </span>
      {asked && measured && (
        <span className={styles.freed} role="status">
          <FreedSpace of={{ runs: measured }} />
        </span>
      )}
      <Button icon="close" onClick={picks.clear}>
        Pick none
      </Button>
    </div>
  );
}
