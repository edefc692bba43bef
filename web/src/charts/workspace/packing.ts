/** Where a panel lies in the grid of its section, in columns and rows. */
export interface Cell {
  column: number;
  row: number;
  columns: number;
  rows: number;
}

interface Size {
  columns: number;
  rows: number;
}

/** Lays panels out row by row in their order; one that does not fit beside the last begins a new row, and none is put before another. */
export function packGrid(sizes: readonly Size[], columns: number): { cells: Cell[]; rows: number } {
  const taken = new Set<number>();
  const cells: Cell[] = [];
  let column = 0;
  let row = 0;
  let rows = 0;
  for (const size of sizes) {
    const width = Math.min(size.columns, columns);
    while (column + width > columns || !isFree(taken, columns, column, row, width)) {
      column += 1;
      if (column + width > columns) {
        column = 0;
        row += 1;
      }
    }
    cells.push({ column, row, columns: width, rows: size.rows });
    // Only what reaches below this row can be in the way of a later panel.
    for (let below = 1; below < size.rows; below += 1) {
      for (let across = 0; across < width; across += 1) taken.add((row + below) * columns + column + across);
    }
    rows = Math.max(rows, row + size.rows);
    column += width;
  }
  return { cells, rows };
}

function isFree(
  taken: ReadonlySet<number>,
  columns: number,
  column: number,
  row: number,
  width: number,
): boolean {
  if (taken.size === 0) return true;
  for (let across = 0; across < width; across += 1) {
    if (taken.has(row * columns + column + across)) return false;
  }
  return true;
}
