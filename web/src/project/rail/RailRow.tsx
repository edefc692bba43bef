import { memo } from "react";
import type { Json, Run } from "@/api/types";
import { highlight } from "@/charts/highlight";
import { formatValue } from "@/format/value";
import { Link } from "@/route/Link";
import { RunState } from "@/runs/RunState";
import { RunToggle } from "../RunToggle";
import styles from "./Rail.module.css";

interface Props {
  run: Run;
  top: number;
  position: number;
  total: number;
  active: boolean;
  shown: boolean;
  slot: number | undefined;
  dashed: boolean | undefined;
  value: Json | undefined;
  onToggle(id: string): void;
}

export const RailRow = memo(function RailRow({
  run,
  top,
  position,
  total,
  active,
  shown,
  slot,
  dashed,
  value,
  onToggle,
}: Props) {
  return (
    <div
      role="listitem"
      className={`${styles.row} ${shown ? styles.shown : ""} ${active ? styles.active : ""}`}
      style={{ transform: `translateY(${top}px)` }}
      aria-posinset={position}
      aria-setsize={total}
      data-run={run.id}
      onPointerEnter={() => shown && highlight(run.id)}
      onPointerLeave={() => highlight(null)}
    >
      <RunToggle
        name={run.name}
        shown={shown}
        slot={slot}
        colour={run.colour}
        dashed={dashed}
        onToggle={() => onToggle(run.id)}
      />
      <Link
        to={{ page: "run", project: run.project, run: run.id }}
        className={styles.name}
        title={`${run.name} · ${run.display_id}`}
      >
        {run.name}
      </Link>
      <RunState run={run} />
      <span className={styles.value} data-number="">
        {formatValue(value)}
      </span>
    </div>
  );
});
