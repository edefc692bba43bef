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

export interface GroupRows {
  count: number;
  /** How many rows the groups that are there take. */
  loaded: number;
  at(row: number): TableRow;
}

/** Rows that follow each other: one of their own, or the runs of a group. */
type Stretch = { start: number } & ({ row: TableRow } | { members: GroupEntry });

/**
 * Groups as rows: an open one is followed by the groups within it, or by its runs. Groups of the outermost level that are
 * still on their way take a row each.
 */
export function groupRows({ nodes, total }: GroupLevel): GroupRows {
  const stretches: Stretch[] = [];
  let loaded = 0;
  const add = (row: TableRow) => {
    stretches.push({ start: loaded, row });
    loaded += 1;
  };
  const addNode = ({ entry, within }: GroupNode) => {
    add({ kind: "group", key: entry.id, entry });
    if (!entry.open) return;
    if (within === undefined) {
      stretches.push({ start: loaded, members: entry });
      loaded += entry.group.runs;
    } else if (within === null) add({ kind: "coming", key: `${entry.id} coming` });
    else {
      within.nodes.forEach(addNode);
      const groups = within.total - within.nodes.length;
      if (groups > 0) add({ kind: "more", key: `${entry.id} more`, level: entry.level + 1, groups });
    }
  };
  nodes.forEach(addNode);
  const at = (row: number): TableRow => {
    const stretch = row < loaded ? lastBefore(stretches, row) : undefined;
    if (stretch === undefined) return { kind: "coming", key: row };
    if ("row" in stretch) return stretch.row;
    const place = row - stretch.start;
    return { kind: "member", key: `${stretch.members.id} ${place}`, entry: stretch.members, place };
  };
  return { count: loaded + Math.max(0, total - nodes.length), loaded, at };
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
