import { expect, test } from "vitest";
import type { GroupEntry } from "../rows";
import { type GroupNode, groupRows } from "./groupRows";

const entry = (id: string, runs: number, open: boolean, level = 1): GroupEntry => ({
  id,
  group: { values: [id], runs, states: {}, aggregates: {} },
  level,
  by: ["config.x"],
  values: new Map(),
  question: { project: "p" },
  filter: "",
  among: "",
  open,
});
const leaf = (id: string, runs: number, open: boolean): GroupNode => ({ entry: entry(id, runs, open) });
const first = (nodes: readonly GroupNode[]) => [{ from: 0, nodes }];
const shown = (rows: ReturnType<typeof groupRows>): string[] =>
  Array.from({ length: rows.count }, (_, row) => {
    const found = rows.at(row);
    return found.kind === "coming" ? "…" : found.kind === "more" ? `${found.groups} more` : String(found.key);
  });

test("an open group is followed by its runs", () => {
  const rows = groupRows(first([leaf("a", 2, false), leaf("b", 3, true), leaf("c", 1, true)]), 3);
  expect(shown(rows)).toEqual(["a", "b", "b 0", "b 1", "b 2", "c", "c 0"]);
  expect(rows.at(4)).toMatchObject({ kind: "member", place: 2 });
});

test("groups within a group stand under it, and what is not listed of them is told", () => {
  const within = { nodes: [leaf("a/x", 2, true), leaf("a/y", 1, false)], total: 5 };
  const rows = groupRows(first([{ entry: entry("a", 9, true), within }, leaf("b", 1, false)]), 2);
  expect(shown(rows)).toEqual(["a", "a/x", "a/x 0", "a/x 1", "a/y", "3 more", "b"]);
  expect(rows.at(5)).toMatchObject({ kind: "more", level: 2 });
});

test("groups that are on their way take a row each", () => {
  const rows = groupRows(first([leaf("a", 1, true), { entry: entry("b", 4, true), within: null }]), 4);
  expect(shown(rows)).toEqual(["a", "a 0", "b", "…", "…", "…"]);
});

test("groups far down are there though those before them are not", () => {
  const pieces = [
    ...first([leaf("a", 1, true)]),
    { from: 3, nodes: [leaf("d", 2, true), leaf("e", 1, false)] },
  ];
  const rows = groupRows(pieces, 7);
  expect(shown(rows)).toEqual(["a", "a 0", "…", "…", "d", "d 0", "d 1", "e", "…", "…"]);
  expect(Array.from({ length: rows.count }, (_, row) => rows.groupAt(row))).toEqual([
    0, 0, 1, 2, 3, 3, 3, 4, 5, 6,
  ]);
});

test("no groups are no rows", () => {
  expect(groupRows([], 0).count).toBe(0);
});

test("every row of many groups is found", () => {
  const nodes = Array.from({ length: 999 }, (_, index): GroupNode => {
    const open = index % 3 === 0;
    if (index % 4 > 0) return leaf(`g${index}`, index % 5, open);
    const within = {
      nodes: [leaf(`g${index}/a`, index % 7, index % 2 === 0), leaf(`g${index}/b`, 1, true)],
      total: 2,
    };
    return { entry: entry(`g${index}`, 1, open), within };
  });
  const naive = ({ entry: { id, open, group }, within }: GroupNode): string[] => {
    if (!open) return [id];
    if (within) return [id, ...within.nodes.flatMap(naive)];
    return [id, ...Array.from({ length: group.runs }, (_, place) => `${id} ${place}`)];
  };
  expect(shown(groupRows(first(nodes), 999))).toEqual(nodes.flatMap(naive));
});
