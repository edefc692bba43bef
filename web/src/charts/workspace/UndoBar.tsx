import { useEffect } from "react";
import { useShortcuts } from "@/app/shortcuts";
import { Button, IconButton } from "@/ui/Button";
import styles from "./UndoBar.module.css";
import { useUndo } from "./undo";

const SHOWN_MS = 12_000;

/** Says what was removed, moved or resized, and takes it back. */
export function UndoBar() {
  const { removed, dismiss } = useUndo();
  useEffect(() => {
    if (removed === null) return;
    const timer = setTimeout(dismiss, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [removed, dismiss]);
  useEffect(() => dismiss, [dismiss]);
  return (
    <div className={styles.place} role="status">
      {removed && <Bar text={removed.text} undo={removed.undo} onDone={dismiss} />}
    </div>
  );
}

interface BarProps {
  text: string;
  undo(): void;
  onDone(): void;
}

/** Mounted with what it offers: its keys go before those of who else undoes. */
function Bar({ text, undo, onDone }: BarProps) {
  const takeBack = () => {
    undo();
    onDone();
  };
  useShortcuts({ undo: takeBack });
  return (
    <div className={styles.bar}>
      <span>{text}</span>
      <Button onClick={takeBack}>Undo</Button>
      <IconButton small icon="close" label="Dismiss" onClick={onDone} />
    </div>
  );
}
