import { useCallback, useRef, useState } from "react";
import { ALL_PICKS, countPicks, isPicked, type Listed, NO_PICKS, type Picks, setPicked } from "./picks";

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

/** What the table tells of its rows. */
interface Rows {
  /** The run of a row, as far as it is known. */
  idAt(row: number): string | undefined;
  /** The runs of all rows from one to another, both among them. */
  idsBetween(first: number, last: number): Promise<readonly string[]>;
}

/** Which runs are picked; forgotten when the table lists other runs. */
export function usePicks(listed: Listed, rows: Rows): RunPicks {
  const [picks, setPicks] = useState(NO_PICKS);
  const from = useRef(-1);
  const table = useRef(rows);
  table.current = rows;
  const place = JSON.stringify([listed.project, listed.place]);
  const question = JSON.stringify([place, listed.filter]);
  const [before, setBefore] = useState({ place, question });
  if (before.question !== question) {
    setBefore({ place, question });
    // Runs picked one by one may be gathered with several filters.
    if (before.place !== place || picks.kind === "all") setPicks(NO_PICKS);
  }
  const toggle = useCallback((row: number, range: boolean) => {
    const { idAt, idsBetween } = table.current;
    const start = range && from.current >= 0 ? from.current : row;
    from.current = row;
    const id = idAt(row);
    if (id === undefined) return;
    const pick = (ids: readonly string[]) => setPicks((now) => setPicked(now, ids, !isPicked(now, id)));
    if (start === row) pick([id]);
    else void idsBetween(Math.min(start, row), Math.max(start, row)).then(pick);
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
