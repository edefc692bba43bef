import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { newestRunsQuery } from "@/api/queries";
import type { Run } from "@/api/types";
import { useView } from "@/route/navigation";
import { list, searchView } from "@/route/search";

const selectionView = searchView({ run: list() });

export interface Selection {
  /** The shown runs in their order; undefined until it is known which are the newest. */
  ids: readonly string[] | undefined;
  shown: ReadonlySet<string>;
  /** The reader has chosen nothing: the newest runs are shown, and change as new ones come. */
  newest: boolean;
  newestRuns: readonly Run[];
  error: Error | null;
  toggle(id: string): void;
  /** Shows these runs; null goes back to the newest. */
  choose(ids: readonly string[] | null): void;
}

/** Which runs of a project are shown, as the address says: the same on its charts and in its table. */
export function useSelection(project: string): Selection {
  const [view, change] = useView(selectionView);
  const query = useQuery(newestRunsQuery(project));
  const newestRuns = query.data?.runs;
  const newestKey = JSON.stringify(newestRuns?.map((run) => run.id));
  const chosen = view.run;
  const ids = useMemo<readonly string[] | undefined>(
    () => chosen ?? (newestKey ? (JSON.parse(newestKey) as string[]) : undefined),
    [chosen, newestKey],
  );
  const shown = useMemo(() => new Set(ids), [ids]);
  const choose = useCallback(
    (next: readonly string[] | null) => change({ run: next && [...next] }),
    [change],
  );
  const toggle = useCallback(
    (id: string) => choose(shown.has(id) ? [...shown].filter((each) => each !== id) : [...shown, id]),
    [choose, shown],
  );
  return {
    ids,
    shown,
    newest: chosen === null,
    newestRuns: newestRuns ?? NONE,
    error: query.error,
    toggle,
    choose,
  };
}

const NONE: readonly Run[] = [];
