/** A sort as the API spells it: a column, after `-` for descending. */
export interface Sort {
  column: string;
  descending: boolean;
}

export const parseSort = (sort: string): Sort =>
  sort.startsWith("-") ? { column: sort.slice(1), descending: true } : { column: sort, descending: false };

export const formatSort = ({ column, descending }: Sort): string => (descending ? `-${column}` : column);

/** What a click on a column's head asks for: numbers and times show the greatest first, text begins at A. */
export function nextSort(sort: string, column: string, numeric: boolean): string {
  const now = parseSort(sort);
  return formatSort({ column, descending: now.column === column ? !now.descending : numeric });
}
