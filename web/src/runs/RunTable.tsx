import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import { useShortcuts } from "@/app/shortcuts";
import type { Slots } from "@/charts/colours";
import type { RunList } from "@/project/runList";
import type { Selection } from "@/project/selection";
import { goTo } from "@/route/navigation";
import type { TableColumn } from "./columns";
import styles from "./RunTable.module.css";
import { RunTableHead } from "./RunTableHead";
import { RunTableRow } from "./RunTableRow";

const ROW = 28;
const HEAD = 30;

interface Props {
  list: RunList;
  columns: readonly TableColumn[];
  sort: string;
  onSort(sort: string): void;
  selection: Selection;
  slots: Slots;
}

/** Where a column that is in sight lies. */
export interface PlacedColumn {
  column: TableColumn;
  index: number;
  left: number;
}

/** The table of runs: of its rows and columns only those in sight exist. */
export function RunTable({ list, columns, sort, onSort, selection, slots }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const nameWidth = window.innerWidth < 640 ? 168 : 260;
  const { runs, total } = list;
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    scrollMargin: HEAD,
    overscan: 10,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => columns[index]?.width ?? 0,
    scrollMargin: nameWidth,
    overscan: 3,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the widths are those of `columns`.
  useEffect(() => across.measure(), [across, columns]);

  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => list.reach(last));

  const spans = across.getVirtualItems();
  const placed = useMemo<PlacedColumn[]>(
    () =>
      spans.flatMap(({ index, start }) => {
        const column = columns[index];
        return column ? [{ column, index, left: start }] : [];
      }),
    [spans, columns],
  );
  const width = nameWidth + across.getTotalSize();

  const move = (step: number) => {
    const next = Math.min(runs.length - 1, Math.max(0, active + step));
    setActive(next);
    rows.scrollToIndex(next);
  };
  const activeRun = runs[active];
  const openActive = (event: KeyboardEvent) => {
    if (!activeRun || (event.target as Element).closest("button, a")) return;
    goTo({ page: "run", project: activeRun.project, run: activeRun.id });
  };
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    x: () => activeRun && selection.toggle(activeRun.id),
    Enter: openActive,
  });

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label="Runs"
      aria-rowcount={total + 1}
      aria-colcount={columns.length + 1}
      tabIndex={0}
    >
      <div role="rowgroup" style={{ width }}>
        <RunTableHead columns={placed} nameWidth={nameWidth} width={width} sort={sort} onSort={onSort} />
      </div>
      <div role="rowgroup" style={{ width, height: rows.getTotalSize() }}>
        {items.map((item) => {
          const run = runs[item.index];
          return (
            <RunTableRow
              key={run?.id ?? item.index}
              run={run}
              index={item.index}
              top={item.start}
              width={width}
              nameWidth={nameWidth}
              columns={placed}
              active={item.index === active}
              shown={run !== undefined && selection.shown.has(run.id)}
              slot={run && slots.get(run.id)}
              onToggle={selection.toggle}
            />
          );
        })}
      </div>
    </div>
  );
}
