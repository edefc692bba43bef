import type { GroupEntry, TableRow } from "../rows";

export interface GroupRows {
  count: number;
  /** How many rows the groups that are there take. */
  loaded: number;
  at(row: number): TableRow;
}

/**
 * Groups as rows: each is followed by its runs while it is open. Groups that are still on their way take a row each.
 */
export function groupRows(entries: readonly GroupEntry[], total: number): GroupRows {
  const starts: number[] = [];
  let loaded = 0;
  for (const { group, open } of entries) {
    starts.push(loaded);
    loaded += 1 + (open ? group.runs : 0);
  }
  const at = (row: number): TableRow => {
    const index = row < loaded ? lastAtMost(starts, row) : -1;
    const entry = entries[index];
    const start = starts[index];
    if (entry === undefined || start === undefined) return { kind: "coming", key: row };
    if (row === start) return { kind: "group", key: entry.id, entry };
    const place = row - start - 1;
    return { kind: "member", key: `${entry.id} ${place}`, entry, place };
  };
  return { count: loaded + Math.max(0, total - entries.length), loaded, at };
}

/** The index of the last number that is at most `limit`, among ascending ones; -1 if none is. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
