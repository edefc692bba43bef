import { type Command, useCommands } from "@/app/commands";
import type { Baselines } from "./baseline/baselines";
import { DENSITIES, useDensity } from "./density";
import type { RunPicks } from "./picks/usePicks";
import { PLACES, usePlace } from "./places/view";
import type { Seeds } from "./seeds/useSeeds";
import type { ProjectTreeState } from "./tree/useProjectTree";

interface Page {
  tree: ProjectTreeState;
  seeds: Seeds;
  baselines: Baselines;
  picks: RunPicks;
}

/** What can be done with the table itself, for the palette. */
export function usePageCommands({ tree, seeds, baselines, picks }: Page): void {
  const { place, setPlace } = usePlace();
  const { density, choose } = useDensity();
  const commands: (Command | false)[] = [
    { name: "Pick all that the filter lets through", keys: "⌘A", run: picks.chooseAll },
    picks.count > 0 && { name: "Pick none", run: picks.clear },
    ...PLACES.filter(({ value }) => value !== place).map(({ value, label }) => ({
      name: `Show ${label === "Bin" ? "the bin" : `${label.toLowerCase()} runs`}`,
      run: () => setPlace(value),
    })),
    tree.root !== undefined && {
      name: tree.open ? "Hide the tree of projects" : "Show the tree of projects",
      keys: "⌘J",
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
