import { memo } from "react";
import { plural } from "@/format/number";
import { IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./CompareTable.module.css";
import { type Cell, cellOf } from "./difference";
import { SECTION_LABELS } from "./sections";
import type { SectionRow, ValueRow } from "./tableRows";

export interface TableLayout {
  keyWidth: number;
  runWidth: number;
  /** The columns of runs in sight. */
  columns: readonly { index: number; left: number }[];
}

interface Place {
  index: number;
  top: number;
  height: number;
  /** The width of a row. */
  total: number;
}

interface SectionProps extends Place {
  row: SectionRow;
  /** Of what is in sight. */
  width: number;
  onFold(section: string): void;
}

export const SectionHead = memo(function SectionHead(props: SectionProps) {
  const { index, top, height, total, row, width, onFold } = props;
  const { section, count, differing, open } = row;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={styles.section}
      style={{ transform: `translateY(${top}px)`, height, width: total }}
    >
      <div role="rowheader" className={styles.sectionName} style={{ maxWidth: width }}>
        <button type="button" className={styles.fold} aria-expanded={open} onClick={() => onFold(section)}>
          <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
          <h2>{SECTION_LABELS[section]}</h2>
          <span className={styles.quiet}>
            {differing === count
              ? plural(count, "difference")
              : `${differing} of ${plural(count, "key")} differ`}
          </span>
        </button>
      </div>
    </div>
  );
});

interface ValuesProps extends Place {
  row: ValueRow;
  layout: TableLayout;
  reference: number;
  onOpen(row: string): void;
  onPin(row: string): void;
}

/** A row that stays in sight is left alone while others come. */
export const ValuesRow = memo(function ValuesRow(props: ValuesProps) {
  const { index, top, height, total, row, layout, reference, onOpen, onPin } = props;
  const { key, differs } = row.row;
  // The end of a long key tells it from its neighbours.
  const cut = key.lastIndexOf("/") + 1;
  const name = row.pinned ? `${SECTION_LABELS[row.section]}: ${key}` : key;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-key={key}
      data-pinned={row.pinned || undefined}
      className={`${styles.row} ${row.open ? styles.opened : ""}`}
      style={{ transform: `translateY(${top}px)`, height, width: total }}
    >
      <div role="rowheader" className={styles.key} style={{ width: layout.keyWidth }}>
        <button
          type="button"
          className={styles.keyButton}
          aria-expanded={row.open}
          aria-label={name}
          title={row.open ? name : `${name}: show the values whole`}
          onClick={() => onOpen(row.id)}
        >
          <span className={differs ? styles.differs : styles.equal} aria-hidden="true">
            {differs ? "≠" : "="}
          </span>
          <span className={styles.keyName}>
            {cut > 0 && <span className={styles.keyPath}>{key.slice(0, cut)}</span>}
            <span className={styles.keyEnd}>{key.slice(cut)}</span>
          </span>
        </button>
        <IconButton
          small
          icon="pin"
          className={styles.pin}
          aria-pressed={row.pinned}
          label={row.pinned ? `Unpin ${key}` : `Pin ${key} to the top`}
          onClick={() => onPin(row.id)}
        />
      </div>
      {layout.columns.map(({ index, left }) => (
        <ValueCell
          key={index}
          cell={cellOf(row.section, row.row, index, reference)}
          column={index}
          left={left}
          width={layout.runWidth}
          open={row.open}
        />
      ))}
    </div>
  );
});

const WORDS: Partial<Record<Cell["kind"], string>> = { missing: "—", removed: "not there" };

interface CellProps {
  cell: Cell;
  column: number;
  left: number;
  width: number;
  open: boolean;
}

const ValueCell = memo(
  function ValueCell({ cell, column, left, width, open }: CellProps) {
    const { kind, text, whole, difference, direction } = cell;
    return (
      <div
        role="cell"
        aria-colindex={column + 2}
        data-kind={kind}
        className={styles.cell}
        style={{ left, width }}
        title={open ? undefined : [whole, difference].filter(Boolean).join("\n")}
        tabIndex={open ? 0 : undefined}
      >
        <span className={styles.value} data-number="">
          {WORDS[kind] ?? (open ? whole : text)}
        </span>
        {kind === "added" && <span className={styles.difference}>only here</span>}
        {difference !== "" && (
          <span className={styles.difference} data-number="">
            <span aria-hidden="true">{direction === "up" ? "▲" : "▼"}</span> {difference}
          </span>
        )}
      </div>
    );
  },
  (a, b) =>
    a.left === b.left &&
    a.width === b.width &&
    a.open === b.open &&
    JSON.stringify(a.cell) === JSON.stringify(b.cell),
);
