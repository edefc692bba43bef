/** A sort as the API spells it: a field, after `-` for descending. */
export interface Sort {
  column: string;
  descending: boolean;
}

export const parseSort = (sort: string): Sort =>
  sort.startsWith("-") ? { column: sort.slice(1), descending: true } : { column: sort, descending: false };

export const formatSort = ({ column, descending }: Sort): string => (descending ? `-${column}` : column);

export type Direction = "ascending" | "descending" | "none";

/** How a column takes part in a sort by several. */
export function placeInSort(
  sorts: readonly string[],
  column: string,
): { place: number; direction: Direction } {
  const place = sorts.findIndex((sort) => parseSort(sort).column === column);
  const sort = sorts[place];
  if (sort === undefined) return { place, direction: "none" };
  return { place, direction: parseSort(sort).descending ? "descending" : "ascending" };
}

/**
 * What a click on a column's head asks for: numbers and times show the greatest first (`greatestFirst`), text begins at A, as do
 * numbers of which less is better; the next click turns it around. With `more` (shift) the column comes after those that are sorted by already, and a third click takes
 * it out again.
 */
export function nextSorts(
  sorts: readonly string[],
  column: string,
  greatestFirst: boolean,
  more = false,
): readonly string[] {
  const { place, direction } = placeInSort(sorts, column);
  const first = formatSort({ column, descending: greatestFirst });
  const turned = formatSort({ column, descending: direction === "ascending" });
  if (!more) return [direction === "none" ? first : turned];
  if (direction === "none") return [...sorts, first];
  if (sorts[place] === first) return sorts.with(place, turned);
  return sorts.length > 1 ? sorts.toSpliced(place, 1) : [first];
}
