import type { Outdated as OutdatedRun } from "@/api/schema";
import { formatCount, plural } from "@/format/number";
import { formatDate } from "@/format/time";
import { Link } from "@/route/Link";
import { Code } from "@/ui/Code";
import styles from "./Policy.module.css";

interface Props {
  runs: readonly OutdatedRun[];
  total: number;
}

/** What retention would put into the bin next: a dry run. */
export function Outdated({ runs, total }: Props) {
  return (
    <section>
      <h2 className={styles.head}>What retention would take next</h2>
      {total === 0 ? (
        <p className={styles.quiet}>
          Nothing: every run is kept. Rules with keep_days or keep_last say otherwise.
        </p>
      ) : (
        <>
          <p className={styles.quiet}>
            {plural(total, "run")} would go into the bin, from which they can be restored. Nothing goes by
            itself:
          </p>
          <Code text="runstone retention --apply" label="The command that puts them into the bin" />
          <div className={styles.scroll} role="region" aria-label="Runs that would go" tabIndex={0}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">Run</th>
                  <th scope="col">Project</th>
                  <th scope="col">Last record</th>
                  <th scope="col">By the rule of</th>
                </tr>
              </thead>
              <tbody>
                {runs.map((run) => (
                  <tr key={run.id}>
                    <td>
                      <Link to={{ page: "run", project: run.project, run: run.id }}>{run.name}</Link>{" "}
                      <span className={styles.quiet}>{run.display_id}</span>
                    </td>
                    <td>{run.project}</td>
                    <td data-number="">{formatDate(run.updated_time)}</td>
                    <td>{run.rule || "the whole home"}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {total > runs.length && (
            <p className={styles.quiet}>The oldest {formatCount(runs.length)} are named here.</p>
          )}
        </>
      )}
    </section>
  );
}
