import { useEffect, useMemo } from "react";
import { formatNumber, plural } from "@/format/number";
import { fieldLabel } from "@/project/fields";
import { fieldValue, numberOf } from "../../runFields";
import type { BodyProps } from "../kind";
import shared from "../shared/Shared.module.css";
import { useLikely } from "../shared/useLikely";
import { useManyRuns } from "../shared/useManyRuns";
import styles from "./Importance.module.css";
import { FEW_RUNS, type Importance, importanceOf, LEAST_RUNS } from "./importance";
import type { ImportanceSettings } from "./kind";

/** More parameters than this would be a page of its own. */
const MOST_FIELDS = 60;
/** Above it, chance explains as much often enough. */
const DOUBTFUL = 0.05;

export default function ImportanceBody(props: BodyProps<ImportanceSettings>) {
  const { title, settings, height, onReport } = props;
  const likely = useLikely();
  const y = settings.y || likely.result;
  const fields = useMemo(
    () => settings.field ?? likely.config.slice(0, MOST_FIELDS),
    [settings.field, likely],
  );
  const { runs, total, pending, error } = useManyRuns([y, ...fields]);
  const found = useMemo(() => {
    const result = runs.map((run) => numberOf(fieldValue(run, y)));
    return fields
      .flatMap(
        (field) =>
          importanceOf(
            field,
            runs.map((run) => fieldValue(run, field)),
            result,
          ) ?? [],
      )
      .sort(
        (a, b) => b.explained - a.explained || Math.abs(b.correlation ?? 0) - Math.abs(a.correlation ?? 0),
      );
  }, [runs, fields, y]);
  useEffect(() => {
    onReport({
      mark: "",
      value: "",
      svg: null,
      table: async () => ({
        columns: ["parameter", "explained", "chance", "rank correlation", "runs"],
        rows: found.map((each) => [each.field, each.explained, each.chance, each.correlation, each.runs]),
      }),
      links: () => [],
    });
  }, [found, onReport]);
  if (y === "" || found.length === 0) {
    return (
      <div className={shared.panel} style={{ height }}>
        <p className={shared.state}>
          {error?.message ??
            (pending && y !== ""
              ? ""
              : `No parameter changes over at least ${LEAST_RUNS} runs that have ${y === "" ? "a result" : fieldLabel(y)}.`)}
        </p>
      </div>
    );
  }
  return (
    <div className={shared.panel} style={{ height }}>
      <div className={styles.scroll} role="region" aria-label={title} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Parameter</th>
              <th
                scope="col"
                title="The share of the result's variance, in ranks, beyond what chance explains"
              >
                Explains
              </th>
              <th scope="col" title="Spearman's rank correlation: how far the result rises or falls with it">
                Correlation
              </th>
              <th scope="col" title="How often chance alone explains as much">
                Chance
              </th>
              <th scope="col">Runs</th>
            </tr>
          </thead>
          <tbody>
            {found.map((each) => (
              <Row key={each.field} {...each} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={`${shared.note} ${styles.caveat}`}>
        {caveat(fieldLabel(y), found, runs.length, total, fields.length, likely.config.length)}
      </p>
    </div>
  );
}

function Row({ field, explained, chance, correlation, runs }: Importance) {
  const doubtful = chance > DOUBTFUL;
  return (
    <tr className={doubtful ? styles.doubtful : ""}>
      <th scope="row" title={field}>
        {fieldLabel(field)}
      </th>
      <td>
        <span className={styles.bar} style={{ width: `${Math.round(explained * 100)}%` }} />
        <span className={styles.figure}>{Math.round(explained * 100)} %</span>
      </td>
      <td>{correlation === null ? "" : formatNumber(correlation, 2)}</td>
      <td>{chance < 0.01 ? "< 1 %" : `${Math.round(chance * 100)} %`}</td>
      <td>{runs}</td>
    </tr>
  );
}

function caveat(
  result: string,
  found: readonly Importance[],
  runs: number,
  total: number,
  fields: number,
  known: number,
): string {
  const most = Math.max(...found.map((each) => each.runs));
  return [
    `For ${result}.`,
    most < FEW_RUNS
      ? `Only ${plural(most, "run")}: these figures will jump with the next ones.`
      : `From ${plural(most, "run")}${total > runs ? `, the newest of ${total}` : ""}.`,
    "Each parameter by itself; no proof of cause.",
    known > fields && fields === MOST_FIELDS ? `The ${MOST_FIELDS} most used of ${known} parameters.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
