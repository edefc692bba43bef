/** The list with an item moved before another; null moves it to the end. */
export function movedBefore(items: readonly string[], item: string, before: string | null): string[] {
  if (item === before) return [...items];
  const rest = items.filter((each) => each !== item);
  const place = before === null ? rest.length : rest.indexOf(before);
  return rest.toSpliced(place < 0 ? rest.length : place, 0, item);
}

/** The list with an item one place to the left (-1) or right (1). */
export function nudged(items: readonly string[], item: string, by: -1 | 1): string[] {
  const from = items.indexOf(item);
  const to = from + by;
  if (from < 0 || to < 0 || to >= items.length) return [...items];
  return items.with(from, items[to] as string).with(to, item);
}
