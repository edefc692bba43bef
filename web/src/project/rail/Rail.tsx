import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { askRunIds, columnsQuery } from "@/api/queries";
import { withKey } from "@/app/bindings";
import type { Slots } from "@/charts/colours";
import { formatCount } from "@/format/number";
import { IconButton } from "@/ui/Button";
import { Failure } from "@/ui/Notice";
import { SkeletonRows } from "@/ui/Skeletons";
import { useActiveRow } from "../activeRow";
import { readField } from "../fields";
import { NoRuns } from "../NoRuns";
import { pageOfRow } from "../pages";
import { RunFilter } from "../RunFilter";
import { type RunList, useRunListView } from "../runList";
import { SelectionSummary } from "../SelectionSummary";
import type { Selection } from "../selection";
import styles from "./Rail.module.css";
import { RailHandle } from "./RailHandle";
import { RailLabels } from "./RailLabels";
import { RailMenu } from "./RailMenu";
import { RailRow } from "./RailRow";
import { useRail } from "./railStore";

const ROW = 28;

interface Props {
  project: string;
  list: RunList;
  /** The field whose value stands beside each run, which the list must have asked for. */
  metric: string | null;
  onMetric(field: string): void;
  selection: Selection;
  slots: Slots;
  /** The runs whose lines are dashed, where there are lines. */
  dashed?: ReadonlySet<string>;
  onClose(): void;
}

/** The runs of a project beside its charts. */
export function Rail({ project, list, metric, onMetric, selection, slots, dashed, onClose }: Props) {
  const view = useRunListView();
  const columns = useQuery(columnsQuery(project)).data;
  const width = useRail((rail) => rail.width);
  const scroller = useRef<HTMLDivElement>(null);
  const { at, total } = list;
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => list.reach(first, last));

  const active = useActiveRow({
    count: total,
    runAt: at,
    scrollTo: rows.scrollToIndex,
    toggle: selection.toggle,
  });
  const firstRuns = async (count: number) =>
    (await askRunIds({ project, filter: view.filter.trimEnd(), sort: view.sort }, count)).ids;

  return (
    <>
      <button type="button" className={styles.scrim} aria-label="Close the list of runs" onClick={onClose} />
      <aside className={styles.rail} style={{ width }} aria-label="Runs">
        <div className={styles.tools}>
          <RunFilter project={project} problem={list.problem} />
          <RailMenu
            columns={columns}
            sorts={view.sort}
            metric={metric}
            onSort={view.setSort}
            onMetric={onMetric}
          />
          <IconButton icon="rail" label={withKey("Hide the list of runs", "toggleRail")} onClick={onClose} />
        </div>
        {(total > 0 || view.filter !== "") && (
          <SelectionSummary
            selection={selection}
            total={total}
            matching={view.filter !== ""}
            first={firstRuns}
          />
        )}
        {total > 0 && <RailLabels sorts={view.sort} metric={metric} onSort={view.setSort} />}
        {list.pending && <SkeletonRows height={ROW} />}
        {list.error && total === 0 && <Failure error={list.error} inline onRetry={list.retry} />}
        {/* Of a project without runs the page beside this one tells. */}
        {view.filter !== "" && <NoRuns project={project} list={list} inline />}
        <div ref={scroller} role="list" className={styles.list} aria-label={`${formatCount(total)} runs`}>
          <div role="presentation" style={{ height: rows.getTotalSize() }} />
          {items.map((item) => {
            const run = at(item.index);
            return (
              run && (
                <RailRow
                  key={`${pageOfRow(item.index)} ${run.id}`}
                  run={run}
                  top={item.start}
                  position={item.index + 1}
                  total={total}
                  active={item.index === active}
                  shown={selection.shown.has(run.id)}
                  slot={slots.get(run.id)}
                  dashed={dashed?.has(run.id)}
                  value={metric === null ? undefined : readField(run, metric)}
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
