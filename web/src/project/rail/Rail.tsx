import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { columnsQuery } from "@/api/queries";
import type { Json, Run } from "@/api/types";
import { useShortcuts } from "@/app/shortcuts";
import type { Slots } from "@/charts/colours";
import { formatCount } from "@/format/number";
import { goTo, useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { IconButton } from "@/ui/Button";
import { Failure } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { metricColumn } from "../metricColumn";
import { runListView, type useRunList } from "../runList";
import { SelectionSummary } from "../SelectionSummary";
import type { Selection } from "../selection";
import styles from "./Rail.module.css";
import { RailHandle } from "./RailHandle";
import { RailLabels } from "./RailLabels";
import { RailMenu } from "./RailMenu";
import { RailRow } from "./RailRow";
import { useRail } from "./railStore";

export const railView = searchView({ rm: text() });

const ROW = 28;

interface Props {
  project: string;
  list: ReturnType<typeof useRunList>;
  selection: Selection;
  slots: Slots;
  onClose(): void;
}

/** The runs of a project beside its charts. */
export function Rail({ project, list, selection, slots, onClose }: Props) {
  const [view, change] = useView(runListView);
  const [{ rm }, changeMetric] = useView(railView);
  const columns = useQuery(columnsQuery(project)).data;
  const width = useRail((rail) => rail.width);
  const [active, setActive] = useState(-1);
  const search = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { runs, total } = list;
  const metric = metricColumn(rm, view.sort, columns);
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => list.reach(last));

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
    "/": () => search.current?.focus(),
    j: () => move(1),
    k: () => move(-1),
    x: () => activeRun && selection.toggle(activeRun.id),
    Enter: openActive,
  });

  return (
    <>
      <button type="button" className={styles.scrim} aria-label="Close the list of runs" onClick={onClose} />
      <aside className={styles.rail} style={{ width }} aria-label="Runs">
        <div className={styles.tools}>
          <SearchBox
            inputRef={search}
            label="Filter runs (regex)"
            value={view.q}
            invalid={compilePattern(view.q).invalid}
            delay={120}
            onChange={(q) => change({ q }, "replace")}
          />
          <RailMenu
            columns={columns}
            sort={view.sort}
            metric={metric}
            onSort={(sort) => change({ sort })}
            onMetric={(next) => changeMetric({ rm: next })}
          />
          <IconButton icon="rail" label="Hide the list of runs ( [ )" onClick={onClose} />
        </div>
        <SelectionSummary selection={selection} total={total} matching={view.q !== ""} runs={runs} />
        <RailLabels sort={view.sort} metric={metric} onSort={(sort) => change({ sort })} />
        {list.error && runs.length === 0 && <Failure error={list.error} inline onRetry={list.retry} />}
        {!list.pending && total === 0 && (
          <p className={styles.empty}>{view.q ? `No run matches “${view.q}”.` : "No runs yet."}</p>
        )}
        <div ref={scroller} role="list" className={styles.list} aria-label={`${formatCount(total)} runs`}>
          <div role="presentation" style={{ height: rows.getTotalSize() }} />
          {items.map((item) => {
            const run = runs[item.index];
            return (
              run && (
                <RailRow
                  key={run.id}
                  run={run}
                  top={item.start}
                  position={item.index + 1}
                  total={total}
                  active={item.index === active}
                  shown={selection.shown.has(run.id)}
                  slot={slots.get(run.id)}
                  value={metric === null ? undefined : readColumn(run, metric)}
                  onToggle={selection.toggle}
                />
              )
            );
          })}
        </div>
        <RailHandle />
      </aside>
    </>
  );
}

function readColumn(run: Run, column: string): Json | undefined {
  const dot = column.indexOf(".");
  return (column.startsWith("config.") ? run.config : run.summary)[column.slice(dot + 1)];
}
