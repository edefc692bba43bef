import type { ReactNode } from "react";
import type { Run } from "@/api/types";
import { formatNumber } from "@/format/number";
import { formatAgo, formatDateTime, formatDuration } from "@/format/time";
import { formatValue } from "@/format/value";
import { readField } from "@/project/fields";
import { useNow } from "@/ui/now";
import { Tag } from "@/ui/Tag";
import { DifferenceMark } from "./baseline/DifferenceMark";
import type { TableColumn } from "./columns";
import { fieldText } from "./fieldText";
import { RunState } from "./RunState";
import styles from "./RunTable.module.css";

/**
 * What a run has in a column, beside the run that numbers are compared with. Mostly bare text: each element, and each component,
 * costs in every frame of a fast scroll.
 */
export function runCell(run: Run, column: TableColumn, baseline: Run | null): ReactNode {
  const base = baseline && baseline.id !== run.id ? baseline : null;
  switch (column.key) {
    case "state":
      return <RunState run={run} />;
    case "created_time":
      return <Ago time={run.created_time} />;
    case "duration_secs": {
      const text = formatDuration(run.duration_secs);
      return base ? compared(text, column.key, run.duration_secs, base.duration_secs) : text;
    }
    case "tag":
      return run.tags.length === 0 ? null : (
        <span className={styles.tags} title={run.tags.join(", ")}>
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
    case "notes":
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
      const isCompared = base !== null && column.numeric && column.source !== "config";
      return isCompared ? compared(text, column.key, value, readField(base, column.key)) : text;
    }
  }
}

const compared = (text: string, field: string, value: unknown, base: unknown): ReactNode => (
  <span>
    {text}
    <DifferenceMark field={field} value={value} base={base} />
  </span>
);

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
