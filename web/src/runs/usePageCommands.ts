import type { RefObject } from "react";
import { type Command, useCommands } from "@/app/commands";
import type { FilterBoxHandle } from "@/filter/FilterBox";
import type { RunListView } from "@/project/runList";
import { nextSorts } from "@/project/sort";
import type { Baselines } from "./baseline/baselines";
import { DENSITIES, useDensity } from "./density";
import type { Grouping } from "./grouping/view";
import type { RunPicks } from "./picks/usePicks";
import { PLACES, usePlace } from "./places/view";
import type { Seeds } from "./seeds/useSeeds";
import type { ProjectTreeState } from "./tree/useProjectTree";
import type { TableColumns } from "./useTableColumns";

interface Page {
  view: RunListView;
  columns: TableColumns;
  grouping: Grouping;
  filterBox: RefObject<FilterBoxHandle | null>;
  tree: ProjectTreeState;
  seeds: Seeds;
  baselines: Baselines;
  picks: RunPicks;
}

const NEWEST_FIRST = "-created_time";
const NAME = { key: "name", label: "Name", numeric: false };

/** What can be done with the table itself, for the palette. */
export function usePageCommands({
  view,
  columns,
  grouping,
  filterBox,
  tree,
  seeds,
  baselines,
  picks,
}: Page): void {
  const { place, setPlace } = usePlace();
  const { density, choose } = useDensity();
  const listed = [NAME, ...columns.shown];
  const commands: (Command | false)[] = [
    {
      name: "Filter runs",
      keys: "filterRuns",
      run: () => void setTimeout(() => setTimeout(() => filterBox.current?.focus())),
    },
    view.filter.trim() !== "" && { name: "Clear the filter", run: () => view.setFilter("") },
    view.sort.join() !== NEWEST_FIRST && {
      name: "Sort: the newest first",
      run: () => view.setSort([NEWEST_FIRST]),
    },
    ...listed.map(({ key, label, numeric }) => ({
      name: "Sort by",
      to: label,
      run: () => view.setSort(nextSorts(view.sort, key, numeric)),
    })),
    ...columns.shown.map(({ key, label }) => ({
      name: grouping.by.includes(key) ? "Do not group by" : "Group by",
      to: label,
      run: () => grouping.toggleBy(key),
    })),
    grouping.by.length > 0 && { name: "Do not group", run: () => grouping.setBy([]) },
    ...columns.shown.map(({ key, label }) => ({
      name: "Hide the column",
      to: label,
      run: () => columns.toggle(key),
    })),
    columns.chosen && { name: "Default columns", run: () => columns.choose(null) },
    { name: "Pick all that the filter lets through", keys: "pickAll", run: picks.chooseAll },
    picks.count > 0 && { name: "Pick none", run: picks.clear },
    ...PLACES.filter(({ value }) => value !== place).map(({ value, label }) => ({
      name: `Show ${label === "Bin" ? "the bin" : `${label.toLowerCase()} runs`}`,
      run: () => setPlace(value),
    })),
    tree.root !== undefined && {
      name: tree.open ? "Hide the tree of projects" : "Show the tree of projects",
      keys: "toggleTree",
      run: tree.toggle,
    },
    ...DENSITIES.filter(({ value }) => value !== density).map(({ value, label }) => ({
      name: `${label} rows`,
      run: () => choose(value),
    })),
    { name: seeds.on ? "Show every run by itself" : "Take seeds for one experiment", run: seeds.toggle },
    baselines.runs.length > 0 && {
      name: baselines.compared ? "Hide differences from the baseline" : "Show differences from the baseline",
      run: () => baselines.setCompared(!baselines.compared),
    },
    baselines.runs.length > 0 && {
      name: baselines.pinned ? "Let baselines scroll" : "Keep baselines on top",
      run: () => baselines.setPinned(!baselines.pinned),
    },
  ];
  useCommands(commands.filter((command) => command !== false));
}
