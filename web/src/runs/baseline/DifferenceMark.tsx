import styles from "./Baseline.module.css";
import { useBetterOf } from "./betterStore";
import { type Difference, difference, differenceText } from "./difference";

const MARKS: Record<Difference["verdict"], string> = { better: "▲", worse: "▼", same: "", other: "" };
const WORDS: Record<Difference["verdict"], string> = {
  better: "better than the baseline",
  worse: "worse than the baseline",
  same: "as the baseline",
  other: "than the baseline",
};

interface Props {
  field: string;
  value: unknown;
  base: unknown;
}

/** How a number differs from the baseline's: a gain points up, whichever way the number went. */
export function DifferenceMark({ field, value, base }: Props) {
  const better = useBetterOf(field);
  const found = difference(value, base, better);
  if (found === null) return null;
  const { verdict } = found;
  return (
    <span
      className={`${styles.difference} ${styles[verdict]}`}
      title={`${differenceText(field, found)}: ${WORDS[verdict]}`}
    >
      {differenceText(field, found)}
      {MARKS[verdict] && <span aria-hidden="true"> {MARKS[verdict]}</span>}
      {MARKS[verdict] && <span className="visually-hidden"> {verdict}</span>}
    </span>
  );
}
