import { NEWEST } from "@/api/queries";
import { type Command, useCommands } from "@/app/commands";
import type { RunListView } from "../runList";
import type { Selection } from "../selection";

interface Page {
  open: boolean;
  onToggle(): void;
  selection: Selection;
  view: RunListView;
}

/** What can be done with the runs beside a page, for the palette. */
export function useRailCommands({ open, onToggle, selection, view }: Page): void {
  const { ids = [], newest, choose } = selection;
  const commands: (Command | false)[] = [
    { name: open ? "Hide the list of runs" : "Show the list of runs", keys: "toggleRail", run: onToggle },
    !newest && { name: `Show the newest ${NEWEST} runs`, run: () => choose(null) },
    ids.length > 0 && { name: "Show no runs", run: () => choose([]) },
    view.filter.trim() !== "" && { name: "Clear the filter", run: () => view.setFilter("") },
  ];
  useCommands(commands.filter((command) => command !== false));
}
