import type { SweepDetail } from "@/api/types";
import table from "@/charts/panels/importance/Importance.module.css";
import { formatNumber, plural } from "@/format/number";
import styles from "./Sweep.module.css";

/** Fewer trials than this say little of what matters. */
const FEW = 30;

/** How much each parameter matters for the value, the most important first. */
export function Importances({ sweep }: { sweep: SweepDetail }) {
  const valued = sweep.all_trials.filter(({ value }) => typeof value === "number").length;
  if (sweep.importance.length === 0)
    return (
      <p className={styles.empty}>
        {sweep.metric ? "Too few trials with a value to tell what matters." : "The sweep has no metric."}
      </p>
    );
  return (
    <>
      <div className={table.scroll} role="region" aria-label="Importance of parameters" tabIndex={0}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Parameter</th>
              <th scope="col">Importance</th>
              <th scope="col" title="How far the value rises (1) or falls (−1) with it">
                Correlation
              </th>
            </tr>
          </thead>
          <tbody>
            {sweep.importance.map(({ key, importance, correlation }) => (
              <tr key={key}>
                <th scope="row" title={key}>
                  {key}
                </th>
                <td>
                  <span className={table.bar} style={{ width: `${Math.round(importance * 100)}%` }} />
                  <span className={table.figure}>{Math.round(importance * 100)} %</span>
                </td>
                <td data-number>{correlation === null ? "" : formatNumber(correlation, 2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.caveat}>
        From {plural(valued, "trial")}
        {valued < FEW ? ": these figures will jump with the next ones." : "."} No proof of cause, and a
        sampler that prefers what was good tells less of the rest.
      </p>
    </>
  );
}
