import type { Comparison } from "@/api/types";
import { type Command, useCommands } from "@/app/commands";
import { toCsv, toMarkdown } from "./exportTable";
import { SECTION_LABELS } from "./sections";
import type { TableRow } from "./tableRows";

interface Page {
  comparison: Comparison | undefined;
  rows: readonly TableRow[];
  same: boolean;
  pins: number;
  onSame(): void;
  onAdd(): void;
  onUnpin(): void;
  onReference(run: string): void;
  onSection(section: string): void;
}

/** What can be done with runs beside each other, for the palette. */
export function useCompareCommands({ comparison, rows, same, pins, ...page }: Page): void {
  const copy = (write: typeof toCsv) => () =>
    void (comparison && navigator.clipboard.writeText(write(comparison, rows)));
  const commands: (Command | false)[] = [
    { name: same ? "Show differences only" : "Show what is the same, too", keys: "d", run: page.onSame },
    { name: "Add a run", run: page.onAdd },
    pins > 0 && { name: "Unpin all rows", run: page.onUnpin },
    ...(comparison === undefined
      ? []
      : [
          ...comparison.runs
            .filter((_, index) => index !== comparison.reference)
            .map(({ id, name }) => ({
              name: "Make it the reference",
              to: name,
              run: () => page.onReference(id),
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
