import { useCallback, useRef, useState } from "react";
import { ALL_PICKS, countPicks, type Listed, NO_PICKS, type Picks, setPicked } from "./picks";

export interface RunPicks {
  picks: Picks;
  count: number;
  /** What "all" means. */
  listed: Listed;
  /** Picks the run of a row, or leaves it out; with `range` all rows from the one that was picked before. */
  toggle(row: number, range: boolean): void;
  /** Picks these runs too, or leaves them out. */
  set(ids: readonly string[], on: boolean): void;
  choose(ids: readonly string[]): void;
  chooseAll(): void;
  clear(): void;
}

/** Which runs are picked; forgotten when the table lists other runs. `idAt` gives the run of a row, as far as it is known. */
export function usePicks(listed: Listed, idAt: (row: number) => string | undefined): RunPicks {
  const [picks, setPicks] = useState(NO_PICKS);
  const from = useRef(-1);
  const at = useRef(idAt);
  at.current = idAt;
  const place = JSON.stringify([listed.project, listed.place]);
  const question = JSON.stringify([place, listed.filter]);
  const [before, setBefore] = useState({ place, question });
  if (before.question !== question) {
    setBefore({ place, question });
    // Runs picked one by one may be gathered with several filters.
    if (before.place !== place || picks.kind === "all") setPicks(NO_PICKS);
  }
  const toggle = useCallback((row: number, range: boolean) => {
    const start = range && from.current >= 0 ? from.current : row;
    const ids: string[] = [];
    for (let each = Math.min(start, row); each <= Math.max(start, row); each += 1) {
      const id = at.current(each);
      if (id !== undefined) ids.push(id);
    }
    from.current = row;
    const id = at.current(row);
    if (id === undefined) return;
    setPicks((now) => {
      const on = now.kind === "some" ? now.ids.has(id) : !now.except.has(id);
      return setPicked(now, ids, !on);
    });
  }, []);
  return {
    picks,
    count: countPicks(picks, listed.total),
    listed,
    toggle,
    set: useCallback((ids, on) => setPicks((now) => setPicked(now, ids, on)), []),
    choose: useCallback((ids) => setPicks({ kind: "some", ids: new Set(ids) }), []),
    chooseAll: useCallback(() => setPicks(ALL_PICKS), []),
    clear: useCallback(() => setPicks(NO_PICKS), []),
  };
}
