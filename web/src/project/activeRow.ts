import { useState } from "react";
import { useShortcuts } from "@/app/shortcuts";
import { goTo } from "@/route/navigation";

interface Listed {
  id: string;
  project: string;
}

interface Rows<R extends Listed> {
  count: number;
  /** The run of a row; undefined while it is on its way, and where a row is no run. */
  runAt(row: number): R | undefined;
  scrollTo(row: number): void;
  /** x on the run of a row. */
  toggle(id: string, row: number): void;
  /** x on a row that is no run. */
  toggleOther?(row: number): void;
  /** Enter on a row that is no run. */
  open?(row: number): void;
  /** How many rows are in sight: Home, End, PageUp and PageDown work, too. */
  inSight?(): number;
}

/** The row that the keys work on; -1 before any of them. */
export function useActiveRow<R extends Listed>({
  count,
  runAt,
  scrollTo,
  toggle,
  toggleOther,
  open,
  inSight,
}: Rows<R>): number {
  const [active, setActive] = useState(-1);
  const moveTo = (row: number) => {
    const next = Math.min(count - 1, Math.max(0, row));
    setActive(next);
    if (next >= 0) scrollTo(next);
  };
  const move = (step: number) => moveTo(active + step);
  useShortcuts(
    inSight
      ? {
          firstRow: () => moveTo(0),
          lastRow: () => moveTo(count - 1),
          pageDown: () => move(inSight()),
          pageUp: () => move(-inSight()),
        }
      : {},
  );
  useShortcuts({
    nextRow: () => move(1),
    previousRow: () => move(-1),
    toggleRow: () => {
      const run = runAt(active);
      if (run) toggle(run.id, active);
      else if (active >= 0) toggleOther?.(active);
    },
    openRow: () => {
      if (active < 0) return;
      const run = runAt(active);
      if (run) goTo({ page: "run", project: run.project, run: run.id });
      else open?.(active);
    },
  });
  return active;
}
