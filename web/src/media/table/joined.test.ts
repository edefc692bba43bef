import { expect, test } from "vitest";
import type { JoinedColumn } from "@/api/types";
import { change, differences, groupColumns, nextJoinSort, parseJoinSort } from "./joined";

const column = (name: string, table: number | null): JoinedColumn => ({ name, type: "number", table });
const COLUMNS = [
  column("id", null),
  column("a", 0),
  column("b", 0),
  column("a", 1),
  column("c", 2),
  column("a", 2),
];

test("columns of one name stand beside each other", () => {
  const told = groupColumns(COLUMNS).map(({ name, sides }) => [
    name,
    sides.map(({ table, at }) => [table, at]),
  ]);
  expect(told).toEqual([
    [
      "a",
      [
        [0, 1],
        [1, 3],
        [2, 5],
      ],
    ],
    ["b", [[0, 2]]],
    ["c", [[2, 4]]],
  ]);
});

test("a cell differs from the first one, and a number by so much", () => {
  const [group] = groupColumns(COLUMNS);
  if (!group) throw new Error("no group");
  expect(differences(group, [7, 1, 0, 1, 0, 2.5])).toEqual([false, false, true]);
  expect(differences(group, [7, Number.NaN, 0, Number.NaN, 0, null])).toEqual([false, false, true]);
  expect(differences(group, [7, [1], 0, [1], 0, [2]])).toEqual([false, false, true]);
  expect(change(group, [7, 1, 0, 1, 0, 2.5], 2)).toBe(1.5);
  expect(change(group, [7, 1, 0, null, 0, 2.5], 1)).toBeNull();
  expect(change(group, [7, 1, 0, 1, 0, 2.5], 0)).toBeNull();
});

test("heads of tables side by side sort up, down, and as the rows first appear", () => {
  const up = nextJoinSort(null, 1, "a:b");
  const down = nextJoinSort(parseJoinSort(up), 1, "a:b");
  expect([up, down]).toEqual(["1:a:b", "1:-a:b"]);
  expect(parseJoinSort(down)).toEqual({ table: 1, column: "a:b", descending: true });
  expect(nextJoinSort(parseJoinSort(down), 1, "a:b")).toBeNull();
  expect(nextJoinSort(parseJoinSort(down), 0, "a:b")).toBe("0:a:b");
  // An order of one table alone.
  expect(parseJoinSort("-loss")).toBeNull();
});
