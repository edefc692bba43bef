import { NEWEST } from "@/api/queries";
import { formatCount, plural } from "@/format/number";
import styles from "./rail/Rail.module.css";
import type { Selection } from "./selection";

interface Props {
  selection: Selection;
  total: number;
  /** The list is filtered: `total` counts what matches. */
  matching: boolean;
  /** The ids of the first runs of the list. */
  first(count: number): Promise<readonly string[]>;
}

/** More lines on a chart say nothing. */
const MOST_SHOWN = 200;

/** Says which runs are shown, and offers the other usual choices. */
export function SelectionSummary({ selection, total, matching, first }: Props) {
  const { ids = [], newest, choose } = selection;
  return (
    <div className={styles.summary}>
      <span>{describe(ids.length, newest, total, matching)}</span>
      {matching && total > 0 && (
        <button type="button" className={styles.text} onClick={() => void first(MOST_SHOWN).then(choose)}>
          Show {MOST_SHOWN < total ? `first ${formatCount(MOST_SHOWN)}` : `these ${formatCount(total)}`}
        </button>
      )}
      {!newest && (
        <button type="button" className={styles.text} onClick={() => choose(null)}>
          Newest {NEWEST}
        </button>
      )}
      {ids.length > 0 && (
        <button type="button" className={styles.text} onClick={() => choose([])}>
          Show none
        </button>
      )}
    </div>
  );
}

function describe(shown: number, newest: boolean, total: number, matching: boolean): string {
  if (matching) return `${plural(total, "match").replace("matchs", "matches")} · ${formatCount(shown)} shown`;
  if (total === 0) return "No runs";
  if (newest && total > shown) return `Newest ${formatCount(shown)} of ${plural(total, "run")} shown`;
  if (shown === total) return `${plural(total, "run")}, all shown`;
  return `${formatCount(shown)} of ${plural(total, "run")} shown`;
}
