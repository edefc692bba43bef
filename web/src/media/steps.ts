/**
 * The place of the step to show: the wanted one, or the last before it where the key has nothing at that step, or the
 * first of all. Without a wish it is the newest.
 */
export function snapStep(steps: readonly number[], wanted: number | null): number {
  if (wanted === null) return steps.length - 1;
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
