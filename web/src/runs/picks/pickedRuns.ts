import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import type { Run, RunPage } from "@/api/types";
import { isPicked, type Picks } from "./picks";

/** Gives the picked runs that this page has seen, as it saw them last: they stay known when they are out of sight. */
export function usePickedRuns(picks: Picks): () => Run[] {
  const client = useQueryClient();
  const seen = useRef(new Map<string, { run: Run; revision: number }>());
  return () => {
    const next = new Map([...seen.current].filter(([id]) => isPicked(picks, id)));
    for (const [, page] of client.getQueriesData<RunPage>({ queryKey: ["runs"] }))
      for (const run of page?.runs ?? [])
        if (isPicked(picks, run.id) && (next.get(run.id)?.revision ?? -1) <= run.revision)
          next.set(run.id, { run, revision: run.revision });
    seen.current = next;
    return [...next.values()].map(({ run }) => run);
  };
}
