import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { useSearch } from "wouter/use-browser-location";
import { askRunIds } from "@/api/queries";
import type { Run } from "@/api/types";
import { withKey } from "@/app/bindings";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { useSavedViews } from "@/charts/views/useSavedViews";
import { ViewsMenu } from "@/charts/views/ViewsMenu";
import { UndoBar } from "@/charts/workspace/UndoBar";
import type { FilterBoxHandle } from "@/filter/FilterBox";
import { begun, both } from "@/filter/text";
import { plural } from "@/format/number";
import { loggedField } from "@/project/fields";
import { isEmpty, NoRuns } from "@/project/NoRuns";
import { RunFilter } from "@/project/RunFilter";
import { useRunList, useRunListView } from "@/project/runList";
import { SelectionSummary } from "@/project/SelectionSummary";
import { useSelection } from "@/project/selection";
import { useSlots } from "@/project/slots";
import { goTo, keepParams } from "@/route/navigation";
import { SHARED_PARAMS } from "@/route/shared";
import { Button, IconButton } from "@/ui/Button";
import { Failure } from "@/ui/Notice";
import { SkeletonRows } from "@/ui/Skeletons";
import { BaselineMenu } from "./baseline/BaselineMenu";
import { BaselineContext, useBaselines, useDifferenceRoom } from "./baseline/baselines";
import { useBetterOf } from "./baseline/betterStore";
import { useGoals } from "./baseline/goals";
import { ColumnPicker } from "./ColumnPicker";
import { RowCommandsContext } from "./editing/commands";
import { Editors } from "./editing/Editors";
import { RunMenu } from "./editing/RunMenu";
import { StopDialog } from "./editing/StopDialog";
import { useRunCommands } from "./editing/useRunCommands";
import { aggregated } from "./grouping/figures";
import { GroupPicker } from "./grouping/GroupPicker";
import { useGroupList } from "./grouping/groupList";
import { roomOf, useGrouping } from "./grouping/view";
import { BulkBar } from "./picks/BulkBar";
import { usePicks } from "./picks/usePicks";
import { BinNotice } from "./places/BinNotice";
import { PlaceSwitch } from "./places/PlaceSwitch";
import { usePlace } from "./places/view";
import styles from "./RunsPage.module.css";
import { RunTable } from "./RunTable";
import { runRows } from "./rows";
import { findingOf } from "./seeds/findings";
import { SeedsLine } from "./seeds/SeedsLine";
import { SeedsMenu } from "./seeds/SeedsMenu";
import { useLeadingField } from "./seeds/useLeadingField";
import { useSeedGrouping, useSeeds } from "./seeds/useSeeds";
import { PathTree } from "./tree/PathTree";
import { useProjectTree } from "./tree/useProjectTree";
import { usePageCommands } from "./usePageCommands";
import { useTableColumns } from "./useTableColumns";
import { tablePage } from "./viewPage";

const NO_RUNS: readonly Run[] = [];
const NO_IDS: readonly string[] = [];

export default function RunsPage({ project }: { project: string }) {
  const view = useRunListView();
  const saved = useSavedViews(project, tablePage);
  const address = useSearch();
  const { place, under } = usePlace();
  const asked = under || project;
  const filter = view.filter.trimEnd();
  const seeds = useSeeds({ project: asked, filter, place });
  const grouping = useSeedGrouping(useGrouping(), seeds);
  const client = useQueryClient();
  const isGrouped = grouping.by.length > 0 || seeds.on;
  const columns = useTableColumns(project, Math.max(roomOf(grouping), useDifferenceRoom()), isGrouped, place);
  const question = { ...view, place };
  const fields = useMemo(
    () => columns.shown.map(({ key }) => key).filter((key) => loggedField(key) !== null),
    [columns.shown],
  );
  const aggregate = useMemo(() => aggregated(columns.shown), [columns.shown]);
  // Asked before it is known which columns there are, the same runs would be asked for and drawn twice.
  const runs = useRunList(asked, question, fields, !isGrouped && columns.ready);
  const groups = useGroupList(asked, question, grouping, fields, aggregate);
  const list = isGrouped ? groups : runs;
  const selection = useSelection(project);
  const slots = useSlots(project, selection.ids);
  useGoals(selection.ids ?? NO_IDS);
  const rows = isGrouped ? groups.rows : runRows(runs);
  const total = isGrouped ? groups.runs : runs.total;
  const idAt = (row: number) => rows.runAt(row, client)?.id;
  const picks = usePicks(
    { project: asked, filter, place, total },
    {
      idAt,
      idsBetween: async (first, last) => {
        const known = Array.from({ length: last - first + 1 }, (_, at) => idAt(first + at));
        if (isGrouped || !known.includes(undefined)) return known.filter((id) => id !== undefined);
        const listed = { project: asked, filter, sort: view.sort, place, offset: first };
        return (await askRunIds(listed, last - first + 1)).ids;
      },
    },
  );
  const commands = useRunCommands({
    project,
    columns: columns.shown,
    sort: view.sort,
    picks,
    selection,
  });
  const filterBox = useRef<FilterBoxHandle>(null);
  const baselines = useBaselines(project, fields, columns.ready);
  const metric = useLeadingField(view.sort, columns.shown);
  const better = useBetterOf(metric ?? "");
  const finding = useMemo(
    () =>
      seeds.on && metric !== null && better !== "neither" ? findingOf(groups.groups, metric, better) : null,
    [seeds.on, metric, better, groups.groups],
  );
  const tree = useProjectTree(project);
  usePageCommands({ view, columns, grouping, filterBox, tree, seeds, baselines, picks });
  useShortcuts({ toggleTree: tree.toggle });
  useTitle("Runs", project);

  const actions = {
    project: asked,
    place,
    filter: list.problem ? "" : view.filter.trimEnd(),
    sorts: view.sort,
    setSorts: view.setSort,
    by: grouping.by,
    toggleGroup: grouping.toggleBy,
    narrow: (condition: string) => view.setFilter(both(view.filter, condition)),
    beginFilter: (field: string) => filterBox.current?.begin(begun(view.filter, field)),
    hide: columns.toggle,
    show: columns.add,
    togglePin: columns.togglePin,
    move: columns.move,
    resize: columns.resize,
  };

  return (
    <main className={styles.page}>
      <h1 className="visually-hidden">Runs of {project}</h1>
      {tree.open && tree.root && <PathTree root={tree.root} onClose={tree.toggle} />}
      <div className={styles.content}>
        <div className={styles.bar}>
          {tree.root && !tree.open && (
            <IconButton
              icon="tree"
              label={withKey("Show the projects under this one", "toggleTree")}
              onClick={tree.toggle}
            />
          )}
          <div className={styles.search}>
            <RunFilter ref={filterBox} project={project} problem={list.problem} />
          </div>
          <PlaceSwitch />
          <GroupPicker columns={columns.all} grouping={grouping} />
          <SeedsMenu seeds={seeds} columns={columns.all} />
          <BaselineMenu baselines={baselines} />
          <ColumnPicker columns={columns} />
          <ViewsMenu project={project} saved={saved} />
          <Button
            icon="chart"
            className={styles.charts}
            onClick={() => goTo({ page: "charts", project }, keepParams(address, SHARED_PARAMS))}
            title="Charts of the shown runs"
          >
            Charts
          </Button>
          <div className={styles.summary}>
            {isGrouped ? (
              <p className={styles.groups}>
                {groups.pending
                  ? "Grouping …"
                  : `${plural(groups.total, "group")} of ${plural(groups.runs, "run")}`}
              </p>
            ) : list.pending ? null : (
              <SelectionSummary
                selection={selection}
                total={runs.total}
                matching={view.filter !== "" || under !== "" || place !== "active"}
                first={commands.first}
              />
            )}
          </div>
        </div>
        {place === "bin" && !isEmpty(list) && (
          <BinNotice project={asked} runs={view.filter.trim() === "" ? total : undefined} />
        )}
        {finding && metric !== null && better !== "neither" && (
          <SeedsLine field={metric} better={better} by={grouping.by} finding={finding} />
        )}
        {list.error && list.total === 0 && <Failure error={list.error} onRetry={list.retry} />}
        {list.pending && (
          <div className={styles.pending}>
            <SkeletonRows height={28} />
          </div>
        )}
        {isEmpty(list) ? (
          <NoRuns project={asked} list={list} place={place} />
        ) : (
          <RowCommandsContext value={commands.rows}>
            <BaselineContext value={baselines.compared ? (baselines.runs[0] ?? null) : null}>
              <RunTable
                rows={rows}
                columns={columns}
                actions={actions}
                grouping={grouping}
                selection={selection}
                slots={slots}
                picks={picks}
                commands={commands}
                pinned={baselines.pinned ? baselines.runs : NO_RUNS}
                noise={finding && metric !== null ? { field: metric, groups: finding.within } : null}
              />
            </BaselineContext>
          </RowCommandsContext>
        )}
        {commands.picked && <BulkBar picks={picks} subject={commands.picked} onAct={commands.act} />}
      </div>
      <Editors project={project} />
      <UndoBar />
      {commands.stopping && (
        <StopDialog project={asked} subject={commands.stopping} onClose={commands.closeStopping} />
      )}
      {commands.menu && <RunMenu {...commands.menu} onAct={commands.act} onClose={commands.closeMenu} />}
    </main>
  );
}
