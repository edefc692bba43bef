import type { Comparison } from "@/api/types";
import { type Command, useCommands } from "@/app/commands";
import { copyText } from "@/ui/clipboard";
import { toCsv, toMarkdown } from "./exportTable";
import { SECTION_LABELS } from "./sections";
import type { TableRow } from "./tableRows";

interface Page {
  comparison: Comparison | undefined;
  rows: readonly TableRow[];
  same: boolean;
  pins: number;
  onSearch(): void;
  onSame(): void;
  onSwap(): void;
  /** Undefined where there are not two runs that could part. */
  onParting: (() => void) | undefined;
  onRemove(run: string): void;
  onAdd(): void;
  onUnpin(): void;
  onReference(run: string): void;
  onSection(section: string): void;
}

/** What can be done with runs beside each other, for the palette. */
export function useCompareCommands({ comparison, rows, same, pins, ...page }: Page): void {
  const copy = (write: typeof toCsv) => () => void (comparison && copyText(write(comparison, rows)));
  const commands: (Command | false)[] = [
    { name: "Search keys", keys: "searchCompared", run: page.onSearch },
    {
      name: same ? "Show differences only" : "Show what is the same, too",
      keys: "toggleSame",
      run: page.onSame,
    },
    { name: "Add a run", keys: "addCompared", run: page.onAdd },
    pins > 0 && { name: "Unpin all rows", run: page.onUnpin },
    ...(comparison === undefined
      ? []
      : [
          {
            name: comparison.runs.length === 2 ? "Swap: the other run is the reference" : "Next reference",
            keys: "swapCompared" as const,
            run: page.onSwap,
          },
          ...(page.onParting === undefined
            ? []
            : [
                {
                  name: "Go to where they part first",
                  keys: "goToParting" as const,
                  run: page.onParting,
                },
              ]),
          ...comparison.runs
            .filter((_, index) => index !== comparison.reference)
            .map(({ id, name }) => ({
              name: "Make it the reference",
              to: name,
              run: () => page.onReference(id),
            })),
          ...comparison.runs.map(({ id, name }) => ({
            name: "Take out of the comparison",
            to: name,
            run: () => page.onRemove(id),
          })),
          { name: "Copy the table as Markdown", run: copy(toMarkdown) },
          { name: "Copy the table as CSV", run: copy(toCsv) },
          ...rows
            .filter((row) => row.kind === "section")
            .map(({ section }) => ({
              name: `Go to ${SECTION_LABELS[section]}`,
              run: () => page.onSection(section),
            })),
          { name: "Go to the changes of the code", run: () => page.onSection("changes") },
          { name: "Go to the curves", run: () => page.onSection("curves") },
        ]),
  ];
  useCommands(commands.filter((command) => command !== false));
}
