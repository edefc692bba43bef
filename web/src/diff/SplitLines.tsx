import styles from "./Diff.module.css";
import { type DiffHunk, type DiffLine, sideBySide } from "./diff";
import { MarkedText } from "./MarkedText";
import { SIGN } from "./signs";

/** Before and after side by side; long lines are wrapped. */
export function SplitLines({ hunks }: { hunks: readonly DiffHunk[] }) {
  return (
    <table className={`${styles.lines} ${styles.split}`}>
      <colgroup>
        <col className={styles.numbers} />
        <col />
        <col className={styles.numbers} />
        <col />
      </colgroup>
      {hunks.map((hunk, at) => (
        <tbody key={at}>
          <tr className={styles.hunk}>
            <td className={styles.number} />
            <td className={styles.text} colSpan={3}>
              {hunk.heading || "…"}
            </td>
          </tr>
          {sideBySide(hunk.lines).map(({ left, right }, index) => (
            <tr key={index}>
              <Side line={left} number={left?.before} />
              <Side line={right} number={right?.after} />
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Side({ line, number }: { line: DiffLine | null; number: number | null | undefined }) {
  const kind = line ? styles[line.kind] : styles.void;
  return (
    <>
      <td className={`${styles.number} ${kind}`}>{number}</td>
      <td className={`${styles.text} ${kind}`}>
        {line && (
          <>
            <span className={styles.sign}>{SIGN[line.kind]}</span>
            <MarkedText line={line} />
          </>
        )}
      </td>
    </>
  );
}
