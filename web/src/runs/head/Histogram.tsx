import type { Bin } from "@/api/types";
import { plural } from "@/format/number";
import styles from "./ColumnFacts.module.css";

interface Props {
  bins: readonly Bin[];
  text(value: number): string;
  /** What is counted. */
  noun?: string;
  /** The last bin includes its upper end. */
  onPick(bin: Bin, last: boolean): void;
}

/** How numbers spread; a bar leaves only those that it counts. */
export function Histogram({ bins, text, noun = "run", onPick }: Props) {
  const most = Math.max(...bins.map(({ runs }) => runs));
  const last = bins.at(-1);
  return (
    <div role="group" aria-label="Histogram">
      <div className={styles.bars}>
        {bins.map((bin, index) => {
          const label = `${text(bin.low)} to ${text(bin.high)}: ${plural(bin.runs, noun)}`;
          return (
            <button
              key={bin.low}
              type="button"
              className={styles.bin}
              disabled={bin.runs === 0}
              aria-label={label}
              title={label}
              onClick={() => onPick(bin, index === bins.length - 1)}
            >
              <span className={styles.bar} style={{ height: `${(bin.runs / most) * 100}%` }} />
            </button>
          );
        })}
      </div>
      <div className={styles.ends} data-number="">
        <span>{text(bins[0]?.low ?? 0)}</span>
        <span>{text(last?.high ?? 0)}</span>
      </div>
    </div>
  );
}
