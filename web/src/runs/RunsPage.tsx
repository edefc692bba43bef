import { useMemo, useRef } from "react";
import { useSearch } from "wouter/use-browser-location";
import { SHARED_PARAMS } from "@/app/Header";
import { useTitle } from "@/app/title";
import type { FilterBoxHandle } from "@/filter/FilterBox";
import { both, writeField } from "@/filter/text";
import { plural } from "@/format/number";
import { loggedField } from "@/project/fields";
import { isEmpty, NoRuns } from "@/project/NoRuns";
import { RunFilter } from "@/project/RunFilter";
import { useRunList, useRunListView } from "@/project/runList";
import { SelectionSummary } from "@/project/SelectionSummary";
import { useSelection } from "@/project/selection";
import { useSlots } from "@/project/slots";
import { goTo, keepParams } from "@/route/navigation";
import { Button } from "@/ui/Button";
import { Failure } from "@/ui/Notice";
import { ColumnPicker } from "./ColumnPicker";
import { aggregated } from "./grouping/figures";
import { GroupPicker } from "./grouping/GroupPicker";
import { useGroupList } from "./grouping/groupList";
import { roomOf, useGrouping } from "./grouping/view";
import styles from "./RunsPage.module.css";
import { RunTable } from "./RunTable";
import { runRows } from "./rows";
import { useTableColumns } from "./useTableColumns";

export function RunsPage({ project }: { project: string }) {
  const view = useRunListView();
  const address = useSearch();
  const grouping = useGrouping();
  const columns = useTableColumns(project, roomOf(grouping));
  const isGrouped = grouping.by.length > 0;
  const fields = useMemo(
    () => columns.shown.map(({ key }) => key).filter((key) => loggedField(key) !== null),
    [columns.shown],
  );
  const aggregate = useMemo(() => aggregated(columns.shown), [columns.shown]);
  const runs = useRunList(project, view, fields, !isGrouped);
  const groups = useGroupList(project, view, grouping, fields, aggregate);
  const list = isGrouped ? groups : runs;
  const selection = useSelection(project);
  const slots = useSlots(project, selection.ids);
  const filterBox = useRef<FilterBoxHandle>(null);
  useTitle("Runs", project);

  const actions = {
    project,
    filter: list.problem ? "" : view.filter.trimEnd(),
    sorts: view.sort,
    setSorts: view.setSort,
    by: grouping.by,
    toggleGroup: grouping.toggleBy,
    narrow: (condition: string) => view.setFilter(both(view.filter, condition)),
    beginFilter: (field: string) => filterBox.current?.begin(`${both(view.filter, writeField(field))} `),
    hide: columns.toggle,
    togglePin: columns.togglePin,
    move: columns.move,
  };

  return (
    <main className={styles.page}>
      <h1 className="visually-hidden">Runs of {project}</h1>
      <div className={styles.bar}>
        <div className={styles.search}>
          <RunFilter ref={filterBox} project={project} problem={list.problem} />
        </div>
        <GroupPicker columns={columns.all} grouping={grouping} />
        <ColumnPicker columns={columns} />
        <Button
          icon="chart"
          onClick={() => goTo({ page: "charts", project }, keepParams(address, SHARED_PARAMS))}
          title="Charts of the shown runs"
        >
          Charts
        </Button>
        <div className={styles.summary}>
          {isGrouped ? (
            <p className={styles.groups}>
              {plural(groups.total, "group")} of {plural(groups.runs, "run")}
            </p>
          ) : (
            <SelectionSummary
              selection={selection}
              total={runs.total}
              matching={view.filter !== ""}
              runs={runs.runs}
            />
          )}
        </div>
      </div>
      {list.error && list.total === 0 && <Failure error={list.error} onRetry={list.retry} />}
      {isEmpty(list) ? (
        <NoRuns project={project} list={list} />
      ) : (
        <RunTable
          rows={isGrouped ? groups.rows : runRows(runs)}
          columns={columns}
          actions={actions}
          grouping={grouping}
          selection={selection}
          slots={slots}
        />
      )}
    </main>
  );
}
