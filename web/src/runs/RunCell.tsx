import { memo } from "react";
import type { Run } from "@/api/types";
import { formatNumber } from "@/format/number";
import { formatAgo, formatDateTime, formatDuration } from "@/format/time";
import { formatValue } from "@/format/value";
import { readField } from "@/project/fields";
import { useNow } from "@/ui/now";
import { StateLabel } from "@/ui/StateLabel";
import { Tag } from "@/ui/Tag";
import { useBaseline } from "./baseline/baselines";
import { DifferenceMark } from "./baseline/DifferenceMark";
import type { TableColumn } from "./columns";
import { fieldText } from "./fieldText";
import styles from "./RunTable.module.css";

/** What a run has in a column. */
export const RunCell = memo(function RunCell({ run, column }: { run: Run; column: TableColumn }) {
  const base = useBaseline();
  switch (column.key) {
    case "state":
      return <StateLabel state={run.state} />;
    case "created_time":
      return <Ago time={run.created_time} />;
    case "duration_secs":
      return (
        <span>
          {formatDuration(run.duration_secs)}
          {base && base.id !== run.id && (
            <DifferenceMark field={column.key} value={run.duration_secs} base={base.duration_secs} />
          )}
        </span>
      );
    case "tag":
      return (
        <span className={styles.tags}>
          {run.tags.map((tag) => (
            <Tag key={tag} name={tag} />
          ))}
        </span>
      );
    case "best":
      return <BestCell run={run} />;
    case "best_step":
      return run.best?.step;
    case "project":
      return <span title={run.project}>{run.project}</span>;
    case "notes":
      return <span title={run.notes ?? undefined}>{run.notes}</span>;
    case "number":
    case "group":
    case "job_type":
    case "host":
      return run[column.key];
    default: {
      const value = readField(run, column.key);
      // What was set is said as it was set, where that is short.
      const isSet = column.source === "config" && typeof value === "number";
      const text = isSet ? fieldText(column.key, value) : formatValue(value);
      return (
        <span title={text}>
          {text}
          {base && base.id !== run.id && column.numeric && column.source !== "config" && (
            <DifferenceMark field={column.key} value={value} base={readField(base, column.key)} />
          )}
        </span>
      );
    }
  }
});

function BestCell({ run }: { run: Run }) {
  const { best } = run;
  if (!best || best.value === null) return null;
  const higher = best.goal === "maximize" ? "highest" : "lowest";
  return (
    <span title={`The ${higher} ${best.metric}, at step ${best.step ?? "?"}`}>
      {formatNumber(best.value)}
    </span>
  );
}

function Ago({ time }: { time: number }) {
  const now = useNow();
  return <span title={formatDateTime(time)}>{formatAgo(time, now)}</span>;
}
