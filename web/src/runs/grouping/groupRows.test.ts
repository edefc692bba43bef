import { expect, test } from "vitest";
import type { GroupEntry } from "../rows";
import { groupRows } from "./groupRows";

const entry = (id: string, runs: number, open: boolean): GroupEntry => ({
  id,
  group: { values: [id], runs, states: {}, aggregates: {} },
  question: { project: "p" },
  filter: "",
  open,
});

const shown = (rows: ReturnType<typeof groupRows>): string[] =>
  Array.from({ length: rows.count }, (_, row) => {
    const found = rows.at(row);
    return found.kind === "coming" ? "…" : String(found.key);
  });

test("an open group is followed by its runs", () => {
  const rows = groupRows([entry("a", 2, false), entry("b", 3, true), entry("c", 1, true)], 3);
  expect(shown(rows)).toEqual(["a", "b", "b 0", "b 1", "b 2", "c", "c 0"]);
  expect(rows.at(4)).toMatchObject({ kind: "member", place: 2 });
});

test("groups that are on their way take a row each", () => {
  const rows = groupRows([entry("a", 1, true)], 3);
  expect(shown(rows)).toEqual(["a", "a 0", "…", "…"]);
  expect(rows.loaded).toBe(2);
});

test("no groups are no rows", () => {
  expect(groupRows([], 0).count).toBe(0);
});

test("every row of many groups is found", () => {
  const entries = Array.from({ length: 999 }, (_, index) => entry(`g${index}`, index % 5, index % 3 === 0));
  const rows = groupRows(entries, 999);
  const naive = entries.flatMap(({ id, group, open }) => [
    id,
    ...(open ? Array.from({ length: group.runs }, (_, place) => `${id} ${place}`) : []),
  ]);
  expect(shown(rows)).toEqual(naive);
});
