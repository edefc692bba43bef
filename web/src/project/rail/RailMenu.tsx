import { useMemo } from "react";
import type { Columns } from "@/api/types";
import { IconButton } from "@/ui/Button";
import { PickList, type PickOption } from "@/ui/PickList";
import { Popover } from "@/ui/Popover";
import { Segmented } from "@/ui/Segmented";
import { formatSort, parseSort } from "../sort";
import styles from "./RailMenu.module.css";

const ORDERS = [
  { value: "created_time", label: "Created" },
  { value: "name", label: "Name" },
  { value: "state", label: "State" },
  { value: "duration_secs", label: "Duration" },
] as const;

interface Props {
  columns: Columns | undefined;
  sorts: readonly string[];
  metric: string | null;
  onSort(sorts: readonly string[]): void;
  onMetric(column: string): void;
}

/** How the list of runs is sorted, and which value it shows. */
export function RailMenu({ columns, sorts, metric, onSort, onMetric }: Props) {
  const options = useMemo<PickOption[]>(
    () => [
      ...(columns?.summary ?? []).map(({ key }) => ({
        value: `summary.${key}`,
        label: key,
        kind: "summary",
      })),
      ...(columns?.config ?? []).map(({ key }) => ({ value: `config.${key}`, label: key, kind: "config" })),
    ],
    [columns],
  );
  const now = parseSort(sorts[0] ?? "");
  const column = ORDERS.find(({ value }) => value === now.column)?.value;
  return (
    <Popover
      label="How runs are listed"
      align="end"
      trigger={<IconButton icon="settings" label="Sort and shown value" />}
    >
      <div className={styles.menu}>
        <div>
          <p className={styles.title}>Sort by</p>
          <Segmented
            label="Sort by"
            value={column ?? ("" as "name")}
            options={ORDERS}
            onChange={(next) =>
              onSort([formatSort({ column: next, descending: next !== "name" && next !== "state" })])
            }
          />
        </div>
        <div>
          <p className={styles.title}>Value beside each run</p>
          <PickList
            label="Search values (regex)"
            options={options}
            picked={new Set(metric ? [metric] : [])}
            onPick={onMetric}
          />
        </div>
      </div>
    </Popover>
  );
}
