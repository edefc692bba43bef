import type { TableColumn } from "./columns";

/** Where a column that is in sight lies; `left` counts from the table's edge. */
export interface PlacedColumn {
  column: TableColumn;
  index: number;
  left: number;
}

/** What of the table's columns is in sight. */
export interface Layout {
  width: number;
  nameWidth: number;
  /** Of the name and the pinned columns. */
  frozenWidth: number;
  /** Stay in sight beside the name. */
  pinned: readonly PlacedColumn[];
  loose: readonly PlacedColumn[];
}
