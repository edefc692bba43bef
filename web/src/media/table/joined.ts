import type { JoinSort } from "@/api/tables";
import type { JoinedColumn, Json } from "@/api/types";

/** The order of tables side by side that an address asks for, `1:-loss` for one; null where it is of one table alone. */
export function parseJoinSort(entry: string | null): JoinSort | null {
  const [, table, minus, column] = /^(\d+):(-?)(.+)$/s.exec(entry ?? "") ?? [];
  if (table === undefined || column === undefined) return null;
  return { table: Number(table), column, descending: minus === "-" };
}

/** A click on a head: ascending, then descending, then as the rows first appear. */
export function nextJoinSort(sort: JoinSort | null, table: number, column: string): string | null {
  if (sort?.table !== table || sort.column !== column) return `${table}:${column}`;
  return sort.descending ? null : `${table}:-${column}`;
}

/** A column of tables side by side, where it stands in the rows of the answer. */
export interface Side {
  name: string;
  type: JoinedColumn["type"];
  table: number;
  /** In the answer's rows. */
  at: number;
}

/** One name, and what each table has under it. */
export interface ColumnGroup {
  name: string;
  sides: readonly Side[];
}

/** The columns of an answer, those of one name beside each other; without the one that they are joined on. */
export function groupColumns(columns: readonly JoinedColumn[]): ColumnGroup[] {
  const groups = new Map<string, Side[]>();
  for (const [at, { name, type, table }] of columns.entries()) {
    if (table === null) continue;
    const sides = groups.get(name) ?? [];
    groups.set(name, sides);
    sides.push({ name, type, table, at });
  }
  return [...groups].map(([name, sides]) => ({ name, sides }));
}

const isSame = (a: Json, b: Json): boolean =>
  a === b ||
  Object.is(a, b) ||
  (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));

/** For each side whether its cell is another one than the first side's. */
export function differences({ sides }: ColumnGroup, row: readonly Json[]): boolean[] {
  const first = row[sides[0]?.at ?? -1] ?? null;
  return sides.map(({ at }, place) => place > 0 && !isSame(row[at] ?? null, first));
}

/** By how much a number is more than the first side's; null where one of them is none. */
export function change({ sides }: ColumnGroup, row: readonly Json[], place: number): number | null {
  const first = row[sides[0]?.at ?? -1];
  const own = row[sides[place]?.at ?? -1];
  return place > 0 && typeof first === "number" && typeof own === "number" ? own - first : null;
}
