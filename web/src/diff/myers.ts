/** A stretch that is the same in both, or stands in place of another: from where to where in each. */
export interface Stretch {
  same: boolean;
  before: readonly [from: number, to: number];
  after: readonly [from: number, to: number];
}

/** Beyond so many differences the shortest way is not looked for: what is left differs as a whole. */
const MOST_DIFFERENCES = 2000;

/**
 * The shortest way from one list to another (Myers): stretches in order, which together are all of both; those that are
 * the same and those that are not take turns.
 */
export function stretches(before: readonly unknown[], after: readonly unknown[]): Stretch[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let [endBefore, endAfter] = [before.length, after.length];
  while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore -= 1;
    endAfter -= 1;
  }
  const kept = matches(before.slice(start, endBefore), after.slice(start, endAfter));
  const runs: [number, number, number][] = [
    [0, 0, start],
    ...kept.map(([a, b, length]): [number, number, number] => [a + start, b + start, length]),
    [endBefore, endAfter, before.length - endBefore],
  ];
  const found: Stretch[] = [];
  let [a, b] = [0, 0];
  for (const [nextA, nextB, length] of runs) {
    if (nextA > a || nextB > b) found.push({ same: false, before: [a, nextA], after: [b, nextB] });
    const last = found.at(-1);
    if (length > 0 && last?.same) {
      found[found.length - 1] = {
        same: true,
        before: [last.before[0], nextA + length],
        after: [last.after[0], nextB + length],
      };
    } else if (length > 0) {
      found.push({ same: true, before: [nextA, nextA + length], after: [nextB, nextB + length] });
    }
    [a, b] = [nextA + length, nextB + length];
  }
  return found;
}

/** Runs that both have in common: where they begin in each, and how long they are. */
function matches(before: readonly unknown[], after: readonly unknown[]): [number, number, number][] {
  const [n, m] = [before.length, after.length];
  if (n === 0 || m === 0) return [];
  const most = Math.min(n + m, MOST_DIFFERENCES);
  const offset = most + 1;
  const ends = new Int32Array(2 * most + 3);
  const history: Int32Array[] = [];
  for (let d = 0; d <= most; d += 1) {
    // Only what this round can have changed is needed on the way back.
    history.push(ends.slice(offset - d - 1, offset + d + 2));
    for (let k = -d; k <= d; k += 2) {
      const [left, right] = [ends[offset + k - 1] ?? 0, ends[offset + k + 1] ?? 0];
      let x = k === -d || (k !== d && left < right) ? right : left + 1;
      while (x < n && x - k < m && before[x] === after[x - k]) x += 1;
      ends[offset + k] = x;
      if (x >= n && x - k >= m) return wayBack(history, n, m);
    }
  }
  return [];
}

function wayBack(history: readonly Int32Array[], n: number, m: number): [number, number, number][] {
  const runs: [number, number, number][] = [];
  let [x, y] = [n, m];
  for (let d = history.length - 1; d >= 0; d -= 1) {
    const ends = history[d];
    const at = (k: number) => ends?.[k + d + 1] ?? 0;
    const k = x - y;
    const previous = k === -d || (k !== d && at(k - 1) < at(k + 1)) ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : at(previous);
    const fromY = d === 0 ? 0 : fromX - previous;
    // Behind the one difference of this round everything is the same.
    const beginX = d === 0 ? 0 : previous === k + 1 ? fromX : fromX + 1;
    if (x > beginX) runs.push([beginX, beginX - k, x - beginX]);
    [x, y] = [fromX, fromY];
  }
  return runs.reverse();
}
