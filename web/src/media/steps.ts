/** The place of the step nearest to the wanted one; of two just as near, the lower. Without a wish it is the newest. */
export function nearestStep(steps: readonly number[], wanted: number | null): number {
  if (wanted === null) return steps.length - 1;
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  const after = steps[low];
  const before = steps[low - 1];
  if (after === undefined) return Math.max(0, low - 1);
  return before !== undefined && wanted - before <= after - wanted ? low - 1 : low;
}

/** All steps of several ascending lists, ascending, each once. */
export function unionOfSteps(lists: readonly (readonly number[])[]): readonly number[] {
  if (lists.length === 1 && lists[0]) return lists[0];
  const all = new Set<number>();
  for (const steps of lists) for (const step of steps) all.add(step);
  return [...all].sort((a, b) => a - b);
}

/** The step `by` places away; from between two steps, the next one in that direction. */
export function stepAway(steps: readonly number[], wanted: number | null, by: number): number | null {
  if (steps.length === 0) return null;
  const place = nearestStep(steps, wanted);
  const now = steps[place] ?? 0;
  const between = wanted === null ? 0 : Math.sign(now - wanted);
  const next = between === Math.sign(by) ? place + by - Math.sign(by) : place + by;
  return steps[Math.max(0, Math.min(steps.length - 1, next))] ?? null;
}
