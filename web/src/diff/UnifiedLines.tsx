import styles from "./Diff.module.css";
import type { DiffHunk } from "./diff";
import { MarkedText } from "./MarkedText";
import { SIGN } from "./signs";

/** Removed and added lines beneath each other. */
export function UnifiedLines({ hunks }: { hunks: readonly DiffHunk[] }) {
  return (
    <table className={styles.lines}>
      {hunks.map((hunk, at) => (
        <tbody key={at}>
          <tr className={styles.hunk}>
            <td className={styles.number} />
            <td className={styles.number} />
            <td className={styles.text}>{hunk.heading || "…"}</td>
          </tr>
          {hunk.lines.map((line, index) => (
            <tr key={index} className={styles[line.kind]}>
              <td className={styles.number}>{line.before}</td>
              <td className={styles.number}>{line.after}</td>
              <td className={styles.text}>
                <span className={styles.sign}>{SIGN[line.kind]}</span>
                <MarkedText line={line} />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
