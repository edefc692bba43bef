/** Browsers draw nothing beyond some tens of millions of pixels; well below that a table goes on in another block. */
const MOST_PIXELS = 8_000_000;

export interface Block {
  first: number;
  rows: number;
}

/** The rows that one scrollbar goes through, of a table of so many: all of them, or a block around a position. */
export function blockAt(position: number, total: number, rowHeight: number): Block {
  const most = blockRows(rowHeight);
  const first = Math.floor(Math.max(0, Math.min(position, total - 1)) / most) * most;
  return { first, rows: Math.max(0, Math.min(most, total - first)) };
}

/** A round number of rows of that height. */
export function blockRows(rowHeight: number): number {
  const most = MOST_PIXELS / rowHeight;
  const power = 10 ** Math.floor(Math.log10(most));
  return Math.floor(most / power) * power;
}
