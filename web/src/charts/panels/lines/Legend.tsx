import { useCharts } from "../../context";
import { highlight } from "../../highlight";
import type { ChartRun } from "../../lines/plot";
import { Swatch } from "../../Swatch";
import styles from "./Lines.module.css";

/** The lines by name: pointing at one shows it everywhere before the others, a click hides it everywhere. */
export function Legend({ lines }: { lines: readonly ChartRun[] }) {
  const { hidden, onToggleLine } = useCharts();
  return (
    <div className={styles.legend} role="group" aria-label="Lines" tabIndex={0}>
      {lines.map((line) => (
        <button
          key={line.id}
          type="button"
          className={styles.entry}
          aria-pressed={!hidden.has(line.id)}
          title={`${hidden.has(line.id) ? "Show" : "Hide"} ${line.label}`}
          onPointerEnter={() => highlight(line.id)}
          onPointerLeave={() => highlight(null)}
          onFocus={() => highlight(line.id)}
          onBlur={() => highlight(null)}
          onClick={() => onToggleLine(line.id)}
        >
          <Swatch {...line} />
          <span>{line.label}</span>
        </button>
      ))}
    </div>
  );
}
