import { expect, test } from "vitest";
import type { DiffLine } from "./diff";
import { stretches } from "./myers";
import { diffTexts } from "./texts";

/** A small source of numbers that are the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The length of what two lists have in common at most, the plain way. */
function common(a: readonly unknown[], b: readonly unknown[]): number {
  const rows = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const [row, next] = [rows[i], rows[i + 1]];
      if (row && next)
        row[j] = a[i] === b[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows[0]?.[0] ?? 0;
}

test("the way from one list to another is right, and the shortest there is", () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const below = numbers(seed);
    const list = () => Array.from({ length: below(14) }, () => below(4));
    const [a, b] = [list(), list()];
    const found = stretches(a, b);
    expect(found.flatMap((each) => a.slice(...each.before))).toEqual(a);
    expect(found.flatMap((each) => b.slice(...each.after))).toEqual(b);
    const same = found.filter((each) => each.same);
    for (const each of same) expect(a.slice(...each.before)).toEqual(b.slice(...each.after));
    expect(same.reduce((sum, { before: [from, to] }) => sum + to - from, 0)).toBe(common(a, b));
    for (const [i, each] of found.entries()) expect(each.same).not.toBe(found[i + 1]?.same);
  }
});

test("lists that have nothing in common differ as a whole", () => {
  const a = Array.from({ length: 20_000 }, (_, i) => i);
  expect(
    stretches(
      a,
      a.map((each) => -each - 1),
    ),
  ).toHaveLength(1);
});

const marked = (line: DiffLine | undefined) => line?.marks?.map(([from, to]) => line.text.slice(from, to));

test("a changed line says which words changed", () => {
  const file = diffTexts("one\nthe loss is 0.5 now\nthree\n", "one\nthe loss is 0.25 now\nthree", "report");
  expect([file.added, file.removed, file.hunks.length]).toEqual([1, 1, 1]);
  const lines = file.hunks[0]?.lines ?? [];
  expect(lines.map(({ kind, before, after }) => [kind, before, after])).toEqual([
    ["context", 1, 1],
    ["removed", 2, null],
    ["added", null, 2],
    ["context", 3, 3],
  ]);
  expect([marked(lines[1]), marked(lines[2])]).toEqual([["5"], ["25"]]);
});

test("lines with nothing in common are no change of one", () => {
  const [hunk] = diffTexts("alpha beta", "gamma delta", "t").hunks;
  expect(hunk?.lines.map(({ marks }) => marks)).toEqual([undefined, undefined]);
});

test("changes far from each other are hunks of their own, near ones are one", () => {
  const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`);
  const changed = lines.map((line, i) => (i === 5 || i === 11 || i === 30 ? `${line} changed` : line));
  const { hunks } = diffTexts(lines.join("\n"), changed.join("\n"), "t");
  expect(hunks.map((hunk) => hunk.lines.length)).toEqual([15, 8]);
});

test("what is the same says so", () => {
  expect(diffTexts("a\nb", "a\r\nb\n", "t")).toMatchObject({ hunks: [], note: "The texts are the same." });
  expect(diffTexts("", "", "t").hunks).toEqual([]);
});
