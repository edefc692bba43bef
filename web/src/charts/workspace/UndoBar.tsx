import { useEffect } from "react";
import { useShortcuts } from "@/app/shortcuts";
import { Button, IconButton } from "@/ui/Button";
import styles from "./UndoBar.module.css";
import { useUndo } from "./undo";

const SHOWN_MS = 12_000;

/** Says what was removed, and brings it back. */
export function UndoBar() {
  const { removed, dismiss } = useUndo();
  useEffect(() => {
    if (removed === null) return;
    const timer = setTimeout(dismiss, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [removed, dismiss]);
  useEffect(() => dismiss, [dismiss]);
  const undo = () => {
    removed?.undo();
    dismiss();
  };
  // Without anything to bring back, the keys are those of who else undoes.
  useShortcuts(removed ? { undo } : {});
  return (
    <div className={styles.place} role="status">
      {removed && (
        <div className={styles.bar}>
          <span>{removed.text}</span>
          <Button onClick={undo}>Undo</Button>
          <IconButton small icon="close" label="Dismiss" onClick={dismiss} />
        </div>
      )}
    </div>
  );
}
