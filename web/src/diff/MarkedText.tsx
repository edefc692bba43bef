import styles from "./Diff.module.css";
import type { DiffLine } from "./diff";

/** A line of a diff, with the words that changed in it. */
export function MarkedText({ line: { text, marks } }: { line: DiffLine }) {
  if (!marks || marks.length === 0) return text;
  const ends = [0, ...marks.map(([, to]) => to)];
  return (
    <>
      {marks.map(([from, to], i) => (
        <span key={from}>
          {text.slice(ends[i], from)}
          <mark className={styles.word}>{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(ends.at(-1))}
    </>
  );
}
