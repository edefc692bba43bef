import { useVirtualizer } from "@tanstack/react-virtual";
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef } from "react";
import type { Comparison } from "@/api/types";
import { together } from "@/ui/scrollTogether";
import { useWidth } from "@/ui/width";
import { CodeChanges } from "./CodeChanges";
import styles from "./CompareTable.module.css";
import { Curves } from "./Curves";
import { RunHeads } from "./RunHeads";
import { SectionHead, ValuesRow } from "./rowParts";
import type { TableRow } from "./tableRows";

const HEIGHT = { section: 36, values: 28, open: 190 };
const HEAD = 62;
const NARROW = 640;

export interface CompareTableHandle {
  show(section: string): void;
}

interface Props {
  ref: Ref<CompareTableHandle>;
  project: string;
  comparison: Comparison;
  rows: readonly TableRow[];
  find: string;
  onlyDifferences: boolean;
  asked: number;
  onMore(): void;
  onRuns(runs: string[]): void;
  onReference(run: string): void;
  onFold(section: string): void;
  onOpen(row: string): void;
  onPin(row: string): void;
}

const heightOf = (row: TableRow | undefined): number =>
  row?.kind === "section" ? HEIGHT.section : row?.open ? HEIGHT.open : HEIGHT.values;

/** Keys down, runs across; of both only what is in sight exists. Changes of the code and curves stand below. */
export function CompareTable(props: Props) {
  const { comparison, rows, find, onlyDifferences, onFold, onOpen } = props;
  const { runs, reference } = comparison;
  const scroller = useRef<HTMLDivElement>(null);
  const changes = useRef<HTMLElement>(null);
  const curves = useRef<HTMLElement>(null);
  const width = useWidth(scroller);
  const narrow = width > 0 && width < NARROW;
  const keyWidth = narrow ? 124 : Math.max(260, Math.min(400, Math.floor(width / 5)));
  // A few runs share the room there is, all of it; many are as wide as they need to be.
  const runWidth = Math.max(narrow ? 172 : 200, Math.floor((width - keyWidth) / runs.length));
  const down = useVirtualizer({
    ...together,
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => {
      const row = rows[index];
      return row?.kind === "values" ? row.id : (row?.section ?? index);
    },
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
    overscan: 4,
  });
  const across = useVirtualizer({
    ...together,
    horizontal: true,
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => runWidth,
    scrollMargin: keyWidth,
    overscan: 2,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights are those of the rows.
  useEffect(() => down.measure(), [down, rows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: so are widths.
  useEffect(() => across.measure(), [across, runWidth, keyWidth]);
  useImperativeHandle(props.ref, () => ({
    show: (section) => {
      const below = section === "changes" ? changes : section === "curves" ? curves : null;
      if (below) below.current?.scrollIntoView({ block: "start" });
      else
        down.scrollToIndex(
          rows.findIndex((row) => row.kind === "section" && row.section === section),
          { align: "start" },
        );
    },
  }));
  const spans = across.getVirtualItems();
  const total = keyWidth + across.getTotalSize();
  const layout = useMemo(
    () => ({ keyWidth, runWidth, columns: spans.map(({ index, start }) => ({ index, left: start })) }),
    [keyWidth, runWidth, spans],
  );
  return (
    <div ref={scroller} className={styles.scroller} tabIndex={0} role="group" aria-label="Comparison">
      <div
        role="table"
        aria-label="Runs beside each other"
        aria-rowcount={rows.length + 1}
        aria-colcount={runs.length + 1}
        style={{ width: total }}
      >
        <div role="rowgroup" className={styles.heads} style={{ height: HEAD, width: total }}>
          <RunHeads
            runs={runs}
            reference={reference}
            layout={layout}
            onRuns={props.onRuns}
            onReference={props.onReference}
          />
        </div>
        <div role="rowgroup" className={styles.rows} style={{ height: down.getTotalSize() }}>
          {down.getVirtualItems().map(({ index, start, key }) => {
            const row = rows[index];
            if (!row) return null;
            const place = { index, top: start - HEAD, height: heightOf(row), total };
            return row.kind === "section" ? (
              <SectionHead key={key} {...place} row={row} width={width} onFold={onFold} />
            ) : (
              <ValuesRow
                key={key}
                {...place}
                row={row}
                layout={layout}
                reference={reference}
                onOpen={onOpen}
                onPin={props.onPin}
              />
            );
          })}
        </div>
      </div>
      <div className={styles.below} style={{ width }}>
        {rows.length === 0 && (
          <p className={styles.nothing}>
            {find !== ""
              ? `No key matches “${find}”.`
              : onlyDifferences
                ? "These runs differ in nothing that was recorded."
                : "Nothing was recorded of these runs."}
          </p>
        )}
        <section ref={changes} className={styles.part} aria-labelledby="compare-changes">
          <CodeChanges comparison={comparison} />
        </section>
        <section ref={curves} className={styles.part} aria-labelledby="compare-curves">
          <Curves project={props.project} runs={runs} find={find} asked={props.asked} onMore={props.onMore} />
        </section>
      </div>
    </div>
  );
}
