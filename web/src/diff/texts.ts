import type { DiffFile, DiffHunk, DiffLine } from "./diff";
import { stretches } from "./myers";

/** So many lines that are the same stand around those that are not. */
const AROUND = 3;
/** Lines that have less in common than this are two lines, and no change of one. */
const ALIKE = 0.3;
/** Longer lines are not looked at word by word. */
const LONG_LINE = 5000;

/** How two texts differ, line by line and, where a line was changed, word by word; `path` names what they are. */
export function diffTexts(before: string, after: string, path: string): DiffFile {
  const [left, right] = [linesOf(before), linesOf(after)];
  const lines: DiffLine[] = [];
  for (const stretch of stretches(left, right)) {
    const [a, endA] = stretch.before;
    const [b, endB] = stretch.after;
    if (stretch.same) {
      for (let i = 0; i < endA - a; i += 1) {
        lines.push({ kind: "context", text: left[a + i] ?? "", before: a + i + 1, after: b + i + 1 });
      }
      continue;
    }
    const removed = left
      .slice(a, endA)
      .map((text, i): DiffLine => ({ kind: "removed", text, before: a + i + 1, after: null }));
    const added = right
      .slice(b, endB)
      .map((text, i): DiffLine => ({ kind: "added", text, before: null, after: b + i + 1 }));
    for (let i = 0; i < Math.min(removed.length, added.length); i += 1) markWords(removed[i], added[i]);
    lines.push(...removed, ...added);
  }
  const count = (kind: DiffLine["kind"]) => lines.filter((line) => line.kind === kind).length;
  const [added, removed] = [count("added"), count("removed")];
  return {
    path,
    from: null,
    change: "modified",
    binary: false,
    ofPatches: false,
    note: added + removed === 0 ? "The texts are the same." : "",
    added,
    removed,
    hunks: added + removed === 0 ? [] : hunksOf(lines),
  };
}

/** The last line break ends a line, and begins none. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Lines with a difference and those around them. */
function hunksOf(lines: readonly DiffLine[]): DiffHunk[] {
  const hunks: DiffHunk[] = [];
  let end = 0;
  for (const [at, line] of lines.entries()) {
    if (line.kind === "context") continue;
    const start = Math.max(0, at - AROUND);
    const hunk = hunks.at(-1);
    const stop = Math.min(lines.length, at + AROUND + 1);
    if (hunk && start <= end) hunk.lines.push(...lines.slice(end, stop));
    else hunks.push({ heading: "", lines: lines.slice(start, stop) });
    end = stop;
  }
  return hunks;
}

/** Says which characters of two lines that stand for each other are different. */
function markWords(removed: DiffLine | undefined, added: DiffLine | undefined): void {
  if (!removed || !added || removed.text.length > LONG_LINE || added.text.length > LONG_LINE) return;
  const [before, after] = [wordsOf(removed.text), wordsOf(added.text)];
  const found = stretches(before, after);
  const length = (words: readonly string[]) => words.reduce((sum, word) => sum + word.trim().length, 0);
  const same = found.filter((each) => each.same).flatMap((each) => before.slice(...each.before));
  const longest = Math.max(length(before), length(after));
  if (longest === 0 || length(same) / longest < ALIKE) return;
  const marksIn = (words: readonly string[], side: "before" | "after"): [number, number][] => {
    const places = [0];
    for (const word of words) places.push((places.at(-1) ?? 0) + word.length);
    return found
      .filter((each) => !each.same && each[side][0] < each[side][1])
      .map((each) => [places[each[side][0]] ?? 0, places[each[side][1]] ?? 0]);
  };
  removed.marks = marksIn(before, "before");
  added.marks = marksIn(after, "after");
}

/** Words, numbers, spaces, and each other sign by itself; those of languages without spaces one by one. */
const wordsOf = (text: string): string[] => text.match(/\p{Script=Han}|[\p{L}\p{M}_]+|\p{N}+|\s+|./gsu) ?? [];
