import styles from "./Kind.module.css";
import { kindColour } from "./kinds";

/** What an artifact is: its type, with the colour that it has in graphs. */
export function Kind({ type }: { type: string }) {
  return (
    <span className={styles.kind}>
      <span className={styles.dot} style={{ background: kindColour(type) }} />
      {type}
    </span>
  );
}
