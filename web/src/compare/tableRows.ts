import type { CompareRow } from "@/api/types";
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
}

export type TableRow = SectionRow | ValueRow;

/** What the table shows from top to bottom: sections with something in them, and the rows of those that are open. */
export function tableRows(
  tables: Tables,
  pattern: Pattern,
  closed: ReadonlySet<string>,
  open: ReadonlySet<string>,
): TableRow[] {
  return SECTIONS.flatMap((section): TableRow[] => {
    const found = tables[section].filter(({ key }) => pattern.matches(key));
    if (found.length === 0) return [];
    const isOpen = !closed.has(section);
    const differing = found.filter(({ differs }) => differs).length;
    const head: SectionRow = { kind: "section", section, count: found.length, differing, open: isOpen };
    if (!isOpen) return [head];
    // Differences first: they are why anybody compares.
    const ordered = differing === found.length ? found : [...found].sort(byDifference);
    return [head, ...ordered.map((row) => valueRow(section, row, open))];
  });
}

const byDifference = (a: CompareRow, b: CompareRow): number => Number(b.differs) - Number(a.differs);

function valueRow(section: SectionName, row: CompareRow, open: ReadonlySet<string>): ValueRow {
  const id = `${section}.${row.key}`;
  return { kind: "values", section, id, row, open: open.has(id) };
}
