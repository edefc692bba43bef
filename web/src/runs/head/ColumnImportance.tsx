import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { columnsQuery, firstRunsQuery } from "@/api/queries";
import type { Place } from "@/api/types";
import { FEW_RUNS, importanceOf } from "@/charts/panels/importance/importance";
import { fieldValue, numberOf } from "@/charts/runFields";
import { plural } from "@/format/number";
import { fieldLabel } from "@/project/fields";
import { metricColumn } from "@/project/metricColumn";
import styles from "./ColumnFacts.module.css";

/** So many of the newest runs are looked at. */
const MOST_RUNS = 2_000;

interface Props {
  project: string;
  place: Place;
  field: string;
  filter: string;
  /** What the table is sorted by: the result that matters, if it is one. */
  sorts: readonly string[];
}

/** How much a setting has to do with the result, in a line: as the panel of parameter importance reckons it. */
export default function ColumnImportance({ project, place, field, filter, sorts }: Props) {
  const columns = useQuery(columnsQuery(project)).data;
  const sorted = sorts.filter((sort) => /^-?(summary|metrics)\./.test(sort));
  const result = metricColumn("", sorted, columns);
  const question = {
    project,
    place,
    filter: filter.trimEnd(),
    sort: ["-created_time"],
    fields: [field, result ?? ""].sort(),
  };
  const query = useQuery({ ...firstRunsQuery(question, MOST_RUNS), enabled: result !== null });
  const runs = query.data?.runs;
  const found = useMemo(() => {
    if (!runs || result === null) return null;
    return importanceOf(
      field,
      runs.map((run) => fieldValue(run, field)),
      runs.map((run) => numberOf(fieldValue(run, result))),
    );
  }, [runs, field, result]);
  if (found === null || result === null) return null;
  const { explained, chance, runs: count } = found;
  return (
    <p
      className={styles.note}
      title="The share of the result's variance, in ranks, that this setting explains by itself, beyond what chance does. No proof of cause."
    >
      explains {Math.round(explained * 100)} % of {fieldLabel(result)} over {plural(count, "run")}, chance{" "}
      {chance < 0.01 ? "< 1 %" : `${Math.round(chance * 100)} %`}
      {count < FEW_RUNS && "; few runs, it will jump"}
    </p>
  );
}
