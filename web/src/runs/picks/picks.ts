import type { EditTarget } from "@/api/edits";
import type { Place } from "@/api/types";
import { both, writeValue } from "@/filter/text";

/** Runs that are picked to do something with: some by their ids, or all that the table lists but for some. */
export type Picks = { kind: "some"; ids: ReadonlySet<string> } | { kind: "all"; except: ReadonlySet<string> };

export const NO_PICKS: Picks = { kind: "some", ids: new Set() };
export const ALL_PICKS: Picks = { kind: "all", except: new Set() };

/** What the table lists: what "all" means. */
export interface Listed {
  project: string;
  filter: string;
  place: Place;
  total: number;
}

export const isPicked = (picks: Picks, id: string): boolean =>
  picks.kind === "some" ? picks.ids.has(id) : !picks.except.has(id);

export const countPicks = (picks: Picks, total: number): number =>
  picks.kind === "some" ? picks.ids.size : Math.max(0, total - picks.except.size);

/** The picks with these runs picked too, or left out. */
export function setPicked(picks: Picks, ids: readonly string[], on: boolean): Picks {
  if (picks.kind === "some") return { kind: "some", ids: changed(picks.ids, ids, on) };
  return { kind: "all", except: changed(picks.except, ids, !on) };
}

function changed(known: ReadonlySet<string>, ids: readonly string[], on: boolean): ReadonlySet<string> {
  const next = new Set(known);
  for (const id of ids) {
    if (on) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** The filter that leaves the picked runs of those that are listed. */
export function pickedFilter(picks: Picks, filter: string): string {
  const [word, ids] = picks.kind === "some" ? ["in", picks.ids] : ["not in", picks.except];
  if (ids.size === 0) return filter.trim();
  const condition = `id ${word} (${[...ids].map(writeValue).join(", ")})`;
  return picks.kind === "some" ? condition : both(filter, condition);
}

/** How the server is told which runs are picked; of "all", only if they are as many as the reader sees. */
export function targetOf(picks: Picks, { project, filter, place, total }: Listed): EditTarget {
  if (picks.kind === "some") return { runs: [...picks.ids] };
  return {
    selection: { project, filter: pickedFilter(picks, filter), place },
    expected_runs: countPicks(picks, total),
  };
}
