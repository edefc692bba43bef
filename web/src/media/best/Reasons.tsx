import type { Unpinned } from "@/api/types";
import { formatCount } from "@/format/number";
import styles from "./BestStep.module.css";

const MOST = 100;

interface Props {
  without: readonly Unpinned[];
  names: ReadonlyMap<string, string>;
}

/** Why some runs, or some of their keys, have no best step. */
export function Reasons({ without, names }: Props) {
  return (
    <ul className={styles.reasons} aria-label="Why not">
      {without.slice(0, MOST).map(({ run, key, hint }) => (
        <li key={`${run} ${key}`}>
          <strong>{names.get(run) ?? run}</strong>
          {key !== null && <> · {key}</>}: {hint}
        </li>
      ))}
      {without.length > MOST && <li>and {formatCount(without.length - MOST)} more</li>}
    </ul>
  );
}
