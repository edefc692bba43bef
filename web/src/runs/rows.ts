import type { QueryClient } from "@tanstack/react-query";
import type { RunsQuestion } from "@/api/queries";
import type { Json, Run, RunGroup } from "@/api/types";
import { pageOfRow } from "@/project/pages";
import type { RunList } from "@/project/runList";

/** A group of runs in the table. */
export interface GroupEntry {
  /** The values of the groups that it lies in and its own as text: the same group has the same id, whatever else changes. */
  id: string;
  group: RunGroup;
  /** How deep it lies, from 1 on. */
  level: number;
  /** The fields that it shares with no other group beside it. */
  by: readonly string[];
  /** The values of all fields that its runs share, those of the groups around it too. */
  values: ReadonlyMap<string, Json>;
  /** How its runs are asked for. */
  question: RunsQuestion;
  /** The filter that leaves its runs among those of the table. */
  filter: string;
  /** The filter of the whole table. */
  among: string;
  open: boolean;
}

export type TableRow =
  | { kind: "run"; key: string | number; run: Run | undefined }
  /** The run at a place within a group, which the row asks for itself. */
  | { kind: "member"; key: string; entry: GroupEntry; place: number }
  | { kind: "group"; key: string; entry: GroupEntry }
  /** So many more groups lie within a group than are listed. */
  | { kind: "more"; key: string; level: number; groups: number }
  | { kind: "coming"; key: string | number };

/** What the table shows from top to bottom. */
export interface TableRows {
  count: number;
  at(row: number): TableRow;
  /** The run of a row, as far as it is known. */
  runAt(row: number, client: QueryClient): Run | undefined;
  /** To be called with the first and the last row in sight: loads what lies there and around. */
  reach(first: number, last: number): void;
}

/** A list of runs as rows. */
export const runRows = ({ at, total, reach }: RunList): TableRows => ({
  count: total,
  at: (row) => ({ kind: "run", key: keyOf(row, at(row)), run: at(row) }),
  runAt: at,
  reach,
});

/** A run that a change has moved may stand in two pages until both are asked for again. */
const keyOf = (row: number, run: Run | undefined) => (run ? `${pageOfRow(row)} ${run.id}` : row);
