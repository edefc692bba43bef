import type { CompareRow } from "@/api/types";
import { isSystem } from "@/charts/sections";
import type { Pattern } from "@/ui/pattern";
import { SECTIONS, type SectionName, type Tables } from "./sections";

export interface SectionRow {
  kind: "section";
  section: SectionName;
  /** How many keys the search leaves, and how many of them differ. */
  count: number;
  differing: number;
  open: boolean;
}

export interface ValueRow {
  kind: "values";
  section: SectionName;
  id: string;
  row: CompareRow;
  open: boolean;
  pinned: boolean;
}

export type TableRow = SectionRow | ValueRow;

const NO_PINS: ReadonlySet<string> = new Set();

/**
 * What the table shows from top to bottom: pinned rows whatever is searched, then sections with something in them, and
 * the rows of those that are open.
 */
export function tableRows(
  tables: Tables,
  pattern: Pattern,
  closed: ReadonlySet<string>,
  open: ReadonlySet<string>,
  pinned: ReadonlySet<string> = NO_PINS,
): TableRow[] {
  const all = SECTIONS.flatMap((section) =>
    tables[section].map((row) => valueRow(section, row, open, pinned)),
  );
  const rows: TableRow[] = all.filter((row) => row.pinned);
  for (const section of SECTIONS) {
    const found = all.filter((row) => row.section === section && !row.pinned && pattern.matches(row.row.key));
    if (found.length === 0) continue;
    const isOpen = !closed.has(section);
    const differing = found.filter(({ row }) => row.differs).length;
    rows.push({ kind: "section", section, count: found.length, differing, open: isOpen });
    if (!isOpen) continue;
    rows.push(...found.toSorted(byDifference));
  }
  return rows;
}

/** Differences first: they are why anybody compares. Of those what was logged, then what the machine did meanwhile. */
const byDifference = (a: ValueRow, b: ValueRow): number =>
  Number(b.row.differs) - Number(a.row.differs) || Number(isSystem(a.row.key)) - Number(isSystem(b.row.key));

function valueRow(
  section: SectionName,
  row: CompareRow,
  open: ReadonlySet<string>,
  pinned: ReadonlySet<string>,
): ValueRow {
  const id = `${section}.${row.key}`;
  return { kind: "values", section, id, row, open: open.has(id), pinned: pinned.has(id) };
}
