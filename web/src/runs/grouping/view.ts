import { useMemo } from "react";
import { useView } from "@/route/navigation";
import { choice, list, searchView } from "@/route/search";
import { FIGURES, type Figure } from "./figures";

export const MAX_LEVELS = 5;

export const groupingView = searchView({
  group: list(),
  fig: choice<Figure>(FIGURES.map(({ value }) => value)),
  open: list(),
});
const NONE: readonly string[] = [];

export interface Grouping {
  /** The fields whose values make the groups; none is no grouping. */
  by: readonly string[];
  /** The fields of each level of groups, the outermost first: one each, unless seeds are one experiment. */
  levels: readonly (readonly string[])[];
  figure: Figure;
  /** The ids of the groups whose runs are listed under them. */
  open: ReadonlySet<string>;
  setBy(fields: readonly string[]): void;
  toggleBy(field: string): void;
  setFigure(figure: Figure): void;
  toggleOpen(group: string): void;
}

/** How the table groups runs, as the address says. */
export function useGrouping(): Grouping {
  const [{ group, fig, open }, change] = useView(groupingView);
  const by = group ?? NONE;
  // Groups by other fields are other groups: which of them are open is forgotten.
  const setBy = (fields: readonly string[]) =>
    change({ group: fields.length > 0 ? fields.slice(0, MAX_LEVELS) : null, open: null });
  return {
    by,
    levels: useMemo(() => by.map((field) => [field]), [by]),
    figure: fig,
    open: useMemo(() => new Set(open), [open]),
    setBy,
    toggleBy: (field) => setBy(by.includes(field) ? by.filter((each) => each !== field) : [...by, field]),
    setFigure: (figure) => change({ fig: figure }, "replace"),
    toggleOpen: (id) => {
      const now = open ?? [];
      const next = now.includes(id) ? now.filter((each) => each !== id) : [...now, id];
      change({ open: next.length > 0 ? next : null }, "replace");
    },
  };
}

/** `0.9123 ± 0.012` takes more room than a number, with `n 5` behind it more yet. */
const ROOM_OF_TWO = 132;
const ROOM_OF_THREE = 200;

/** How wide a column of numbers must be for what groups show of it. */
export function roomOf({ by, figure }: Grouping): number {
  if (by.length === 0) return 0;
  if (figure === "sure") return ROOM_OF_THREE;
  return figure === "mean" || figure === "ci" ? ROOM_OF_TWO : 0;
}
