/** How many lines are fetched at once; the tail, which a live run's every change asks for anew, is as long. */
export const PAGE_LINES = 500;

/**
 * The pages that lines `first` to `last` need besides the tail. A page that the tail does not cover whole has lines after
 * it, so it is complete and never changes.
 */
export function pagesOf(first: number, last: number, tailStart: number): number[] {
  const end = Math.min(last, tailStart - 1);
  if (end < first) return [];
  const pages: number[] = [];
  for (let page = Math.floor(Math.max(0, first) / PAGE_LINES); page * PAGE_LINES <= end; page += 1)
    pages.push(page);
  return pages;
}

/**
 * Browsers lay out at most some 17 million pixels, so a longer console is shown in stretches of this many lines; the
 * stretch moves along before its edge is reached. Wrapped lines are taller, and measured one by one.
 */
export const stretchLines = (wrap: boolean): number => (wrap ? 60_000 : 500_000);

/** How near to an edge of the stretch a reader may come before it moves. */
const EDGE = 2_000;

/** The first line of the stretch that has `line` in its middle. */
export function stretchAround(line: number, total: number, size: number): number {
  return Math.max(0, Math.min(total - size, line - Math.floor(size / 2)));
}

/** Where the stretch should begin for a reader at `first` to `last`: where it does, unless an edge is near. */
export function stretchFor(begin: number, first: number, last: number, total: number, size: number): number {
  const nearTop = begin > 0 && first - begin < EDGE;
  const nearEnd = begin + size < total && begin + size - last < EDGE;
  return nearTop || nearEnd ? stretchAround(Math.floor((first + last) / 2), total, size) : begin;
}

/** The first position that is far enough, or the last; asks about some 20 lines of a million. */
export async function firstPosition(
  total: number,
  isFar: (position: number) => Promise<boolean>,
): Promise<number> {
  let low = 0;
  let high = total;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await isFar(middle)) high = middle;
    else low = middle + 1;
  }
  return Math.min(low, Math.max(0, total - 1));
}
