import { useQueryClient } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type PointerEvent, type RefObject, useEffect, useMemo, useRef } from "react";
import type { Run, RunGroup } from "@/api/types";
import { useShortcuts } from "@/app/shortcuts";
import type { Slots } from "@/charts/colours";
import { useActiveRow } from "@/project/activeRow";
import type { Selection } from "@/project/selection";
import { together } from "@/ui/scrollTogether";
import { useRowHeight } from "./density";
import type { RunCommands } from "./editing/useRunCommands";
import { useRunKeys } from "./editing/useRunKeys";
import { GroupMemberRow } from "./grouping/GroupMemberRow";
import { GroupRow } from "./grouping/GroupRow";
import { MoreGroupsRow } from "./grouping/MoreGroupsRow";
import type { Grouping } from "./grouping/view";
import type { ColumnActions } from "./head/actions";
import { RunTableHead } from "./head/RunTableHead";
import type { Layout } from "./layout";
import { useGroupPicks } from "./picks/groupPicks";
import { PickMenu } from "./picks/PickMenu";
import { isPicked } from "./picks/picks";
import type { RunPicks } from "./picks/usePicks";
import styles from "./RunTable.module.css";
import { RunTableRow } from "./RunTableRow";
import type { TableRows } from "./rows";
import type { TableColumns } from "./useTableColumns";

const HEAD = 30;
const NARROW = 640;
/** Rows and columns that exist beyond what is in sight, on each side: each costs in every frame of a fast scroll. */
const OVERSCAN_ROWS = 4;
const OVERSCAN_COLUMNS = 2;

interface Props {
  rows: TableRows;
  columns: TableColumns;
  actions: ColumnActions;
  grouping: Grouping;
  selection: Selection;
  slots: Slots;
  picks: RunPicks;
  commands: RunCommands;
  /** The runs that stand above all others. */
  pinned: readonly Run[];
  /** Groups that are within noise of the best one, and in which field. */
  noise: { field: string; groups: ReadonlySet<RunGroup> } | null;
}

/** What does not fit into a cell is told by the browser's tooltip. */
function tellWhole({ target }: PointerEvent): void {
  const cell = (target as Element).closest<HTMLElement>("[data-cell]");
  if (cell) cell.title = cell.scrollWidth > cell.clientWidth ? (cell.textContent ?? "") : "";
}

/** The table of runs, or of groups of them: of its rows and columns only those in sight exist. */
export function RunTable({
  rows,
  columns,
  actions,
  grouping,
  selection,
  slots,
  picks,
  commands,
  pinned,
  noise,
}: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const client = useQueryClient();
  const { layout, aside } = useLayout(scroller, columns);
  const rowPx = useRowHeight();
  const down = useVirtualizer({
    ...together,
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    scrollMargin: HEAD + pinned.length * rowPx,
    overscan: OVERSCAN_ROWS,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height of all rows is this.
  useEffect(() => down.measure(), [down, rowPx]);
  const listed = JSON.stringify([
    actions.project,
    actions.place,
    actions.filter,
    actions.sorts,
    grouping.levels,
  ]);
  const listedBefore = useRef(listed);
  useEffect(() => {
    // Another list begins at its top; one that only changed stays where it is.
    if (listedBefore.current !== listed) scroller.current?.scrollTo({ top: 0 });
    listedBefore.current = listed;
  }, [listed]);
  const groupPicks = useGroupPicks(picks);
  const items = down.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => rows.reach(first, last));
  const active = useActiveRow({
    count: rows.count,
    runAt: (row) => rows.runAt(row, client),
    scrollTo: down.scrollToIndex,
    inSight: () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEAD) / rowPx) - 1),
    toggle: (_id, row) => picks.toggle(row, false),
    open: (row) => {
      const found = rows.at(row);
      if (found.kind === "group") grouping.toggleOpen(found.entry.id);
    },
    toggleOther: (row) => {
      const found = rows.at(row);
      if (found.kind === "group") groupPicks.toggle(found.entry);
    },
  });
  const activeRun = active < 0 ? undefined : rows.runAt(active, client);
  useRunKeys(commands, activeRun);
  useShortcuts({
    toggleShown: () => activeRun && selection.toggle(activeRun.id),
    pickAll: picks.chooseAll,
  });
  const { first: firstIds } = commands;
  // The same while one scrolls: the head has nothing to do then.
  const pick = useMemo(() => {
    const inSight = () => {
      const top = scroller.current?.scrollTop ?? 0;
      const height = (scroller.current?.clientHeight ?? 0) - HEAD;
      return down
        .getVirtualItems()
        .filter(({ start }) => start - HEAD + rowPx > top && start - HEAD < top + height)
        .flatMap(({ index }) => rows.runAt(index, client)?.id ?? []);
    };
    return <PickMenu picks={picks} inSight={inSight} first={firstIds} />;
  }, [down, rows, rowPx, client, picks, firstIds]);
  const none = { run: undefined, picked: false, shown: false, slot: undefined, onToggle: selection.toggle };

  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a name.
    <div
      ref={scroller}
      className={`${styles.scroller} ${down.isScrolling && !aside ? styles.steady : ""}`}
      style={{ "--row": `${rowPx}px` } as CSSProperties}
      role={grouping.by.length > 0 ? "treegrid" : "grid"}
      aria-label="Runs"
      aria-rowcount={rows.count + 1}
      aria-colcount={columns.shown.length + 1}
      tabIndex={0}
      onPointerOver={tellWhole}
    >
      <div role="rowgroup" className={styles.headGroup} style={{ width: layout.width }}>
        <RunTableHead layout={layout} columns={columns.shown} actions={actions} pick={pick} />
      </div>
      {pinned.length > 0 && (
        <div
          role="rowgroup"
          aria-label="Baselines"
          className={styles.pinnedRows}
          style={{ width: layout.width, height: pinned.length * rowPx, top: HEAD }}
        >
          {pinned.map((run, index) => (
            <RunTableRow
              key={run.id}
              index={index}
              top={index * rowPx}
              layout={layout}
              active={false}
              run={run}
              picked={isPicked(picks.picks, run.id)}
              shown={selection.shown.has(run.id)}
              slot={slots.get(run.id)}
              onToggle={selection.toggle}
              unlisted
            />
          ))}
        </div>
      )}
      <div role="rowgroup" style={{ width: layout.width, height: down.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows.at(index);
          const place = { index, top: start, layout, active: index === active };
          switch (row.kind) {
            case "run":
              return (
                <RunTableRow
                  key={row.key}
                  {...place}
                  run={row.run}
                  picked={row.run !== undefined && isPicked(picks.picks, row.run.id)}
                  shown={row.run !== undefined && selection.shown.has(row.run.id)}
                  slot={row.run && slots.get(row.run.id)}
                  onToggle={selection.toggle}
                />
              );
            case "member":
              return (
                <GroupMemberRow
                  key={row.key}
                  {...place}
                  entry={row.entry}
                  place={row.place}
                  selection={selection}
                  picks={picks.picks}
                  slots={slots}
                />
              );
            case "group":
              return (
                <GroupRow
                  key={row.key}
                  {...place}
                  entry={row.entry}
                  figure={grouping.figure}
                  picked={groupPicks.markOf(row.entry)}
                  onPick={groupPicks.toggle}
                  onMenu={commands.groupMenu}
                  onToggle={grouping.toggleOpen}
                  onOnly={actions.narrow}
                  noiseIn={noise?.groups.has(row.entry.group) ? noise.field : null}
                />
              );
            case "more":
              return <MoreGroupsRow key={row.key} {...place} level={row.level} groups={row.groups} />;
            default:
              return <RunTableRow key={row.key} {...place} {...none} />;
          }
        })}
      </div>
    </div>
  );
}

interface Across {
  layout: Layout;
  /** The table is scrolled sideways. */
  aside: boolean;
}

/** Which columns are in sight, and where. On a narrow screen nothing but the name is pinned. */
function useLayout(scroller: RefObject<HTMLDivElement | null>, columns: TableColumns): Across {
  const narrow = window.innerWidth < NARROW;
  const nameWidth = narrow ? 190 : 280;
  const pinnedCount = narrow ? 0 : columns.pinned;
  const { shown } = columns;
  const pinned = useMemo(() => {
    let left = nameWidth;
    return shown.slice(0, pinnedCount).map((column, index) => {
      const placed = { column, index, left };
      left += column.width;
      return placed;
    });
  }, [shown, pinnedCount, nameWidth]);
  const frozenWidth = pinned.reduce((width, { column }) => width + column.width, nameWidth);
  const across = useVirtualizer({
    ...together,
    horizontal: true,
    count: shown.length - pinnedCount,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => shown[index + pinnedCount]?.width ?? 0,
    scrollMargin: frozenWidth,
    overscan: OVERSCAN_COLUMNS,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the widths are those of the columns.
  useEffect(() => across.measure(), [across, shown, pinnedCount]);
  const spans = across.getVirtualItems();
  const width = frozenWidth + across.getTotalSize();
  const layout = useMemo(
    () => ({
      width,
      nameWidth,
      frozenWidth,
      pinned,
      loose: spans.flatMap(({ index, start }) => {
        const column = shown[index + pinnedCount];
        return column ? [{ column, index: index + pinnedCount, left: start }] : [];
      }),
    }),
    [width, nameWidth, frozenWidth, pinned, spans, shown, pinnedCount],
  );
  return { layout, aside: (across.scrollOffset ?? 0) !== 0 };
}
