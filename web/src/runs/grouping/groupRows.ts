import type { GroupEntry, TableRow } from "../rows";

/** A group, and the groups within it where it has such. */
export interface GroupNode {
  entry: GroupEntry;
  /** Undefined where runs lie in it; null while its groups are on their way. */
  within?: GroupLevel | null;
}

/** Groups beside each other: those that are there, of so many. */
export interface GroupLevel {
  nodes: readonly GroupNode[];
  total: number;
}

/** Groups that follow each other, the first of which has so many before it. */
export interface GroupPiece {
  from: number;
  nodes: readonly GroupNode[];
}

export interface GroupRows {
  count: number;
  at(row: number): TableRow;
  /** The number of the outermost group that a row belongs to. */
  groupAt(row: number): number;
}

/** Rows that follow each other: one of their own, the runs of a group, or groups that are on their way. */
type Stretch = { start: number; group: number } & (
  | { row: TableRow }
  | { members: GroupEntry }
  | { coming: true }
);

/**
 * Groups as rows: an open one is followed by the groups within it, or by its runs. Groups of the outermost level that are
 * on their way take a row each.
 */
export function groupRows(pieces: readonly GroupPiece[], total: number): GroupRows {
  const stretches: Stretch[] = [];
  let count = 0;
  let group = 0;
  const add = (row: TableRow) => {
    stretches.push({ start: count, group, row });
    count += 1;
  };
  const addNode = ({ entry, within }: GroupNode) => {
    add({ kind: "group", key: entry.id, entry });
    if (!entry.open) return;
    if (within === undefined) {
      stretches.push({ start: count, group, members: entry });
      count += entry.group.runs;
    } else if (within === null) add({ kind: "coming", key: `${entry.id} coming` });
    else {
      within.nodes.forEach(addNode);
      const groups = within.total - within.nodes.length;
      if (groups > 0) add({ kind: "more", key: `${entry.id} more`, level: entry.level + 1, groups });
    }
  };
  const awaited = (end: number) => {
    if (end <= group) return;
    stretches.push({ start: count, group, coming: true });
    count += end - group;
    group = end;
  };
  for (const { from, nodes } of pieces) {
    awaited(from);
    for (const node of nodes) {
      addNode(node);
      group += 1;
    }
  }
  awaited(total);
  const at = (row: number): TableRow => {
    const stretch = lastBefore(stretches, row);
    if (stretch === undefined || "coming" in stretch) return { kind: "coming", key: row };
    if ("row" in stretch) return stretch.row;
    const place = row - stretch.start;
    return { kind: "member", key: `${stretch.members.id} ${place}`, entry: stretch.members, place };
  };
  const groupAt = (row: number): number => {
    const stretch = lastBefore(stretches, row);
    if (stretch === undefined) return 0;
    return "coming" in stretch ? stretch.group + row - stretch.start : stretch.group;
  };
  return { count, at, groupAt };
}

/** The last stretch that begins at a row or before it. */
function lastBefore(stretches: readonly Stretch[], row: number): Stretch | undefined {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.start ?? 0) <= row) low = middle + 1;
    else high = middle;
  }
  return stretches[low - 1];
}
