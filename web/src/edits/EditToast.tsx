import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useShortcuts } from "@/app/shortcuts";
import { formatCount } from "@/format/number";
import { Button, IconButton } from "@/ui/Button";
import styles from "./EditToast.module.css";
import { redo, undo } from "./editor";
import { useHistory } from "./history";

const SHOWN_MS = 10_000;

/** Says what was changed, and takes it back; what went wrong stays until it is dismissed. */
export function EditToast() {
  const { toast, say } = useHistory();
  const client = useQueryClient();
  const [held, setHeld] = useState(false);
  useShortcuts({
    undo: () => void undo(client),
    redo: () => void redo(client),
  });
  useEffect(() => {
    if (toast?.kind !== "done" || held) return;
    const timer = setTimeout(() => say(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast, held, say]);
  return (
    <div className={styles.place} role="status" aria-live="polite">
      {toast && (
        <div
          role="group"
          aria-label="Last change"
          className={`${styles.toast} ${toast.kind === "failed" ? styles.failed : ""}`}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <span className={styles.text}>
            {toast.text}
            {toast.kind === "failed" && toast.hint && <span className={styles.hint}> {toast.hint}</span>}
          </span>
          {toast.kind === "busy" && toast.progress && <Progress {...toast.progress} />}
          {toast.kind !== "busy" && toast.undo && <Button onClick={() => void undo(client)}>Undo</Button>}
          {toast.kind !== "busy" && (
            <IconButton small icon="close" label="Dismiss" onClick={() => say(null)} />
          )}
        </div>
      )}
    </div>
  );
}

function Progress({ done, total, stop }: { done: number; total: number; stop(): void }) {
  return (
    <>
      <progress className={styles.progress} aria-label="Runs changed" value={done} max={total} />
      <span className={styles.count} data-number="">
        {formatCount(done)} of {formatCount(total)}
      </span>
      <Button onClick={stop}>Stop</Button>
    </>
  );
}
