import { useMemo } from "react";
import { create } from "zustand";
import type { Changes, RunsEdit } from "@/api/edits";
import type { Run } from "@/api/types";
import { applyChanges } from "./changes";

type Pending = ReadonlyMap<string, readonly Changes[]>;

/**
 * Changes that are on their way to the server, by run. They lie over whatever lists say, so that a list that is asked for
 * meanwhile cannot bring back what was before.
 */
export const useOverlay = create<{ pending: Pending }>(() => ({ pending: new Map() }));

/** Lays edits over what is shown; the function that comes back takes them away again. */
export function layOver(edits: readonly RunsEdit[]): () => void {
  const laid = edits.flatMap(({ runs, changes }) => runs.map((run) => [run, changes] as const));
  useOverlay.setState(({ pending }) => {
    const next = new Map(pending);
    for (const [run, changes] of laid) next.set(run, [...(next.get(run) ?? []), changes]);
    return { pending: next };
  });
  return () =>
    useOverlay.setState(({ pending }) => {
      const next = new Map(pending);
      for (const [run, changes] of laid) {
        const rest = (next.get(run) ?? []).filter((each) => each !== changes);
        if (rest.length > 0) next.set(run, rest);
        else next.delete(run);
      }
      return { pending: next };
    });
}

const edited = <R extends Run>(run: R, changes: readonly Changes[] | undefined): R =>
  changes?.reduce((now, each) => applyChanges(now, each), run) ?? run;

/** A run as it is with the changes that are on their way. */
export const withEdits = (run: Run): Run => edited(run, useOverlay.getState().pending.get(run.id));

/** The same, kept up. */
export function useEdited<R extends Run>(run: R | undefined): R | undefined {
  const changes = useOverlay(({ pending }) => (run ? pending.get(run.id) : undefined));
  return useMemo(() => run && edited(run, changes), [run, changes]);
}
