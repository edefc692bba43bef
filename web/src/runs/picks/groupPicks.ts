import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { askRunIds, PAGE_ROWS } from "@/api/queries";
import { memberQuery } from "../grouping/groupTree";
import type { GroupEntry } from "../rows";
import { isPicked, type Picks } from "./picks";
import type { RunPicks } from "./usePicks";

/** How much of a group is picked. */
export type GroupMark = "all" | "some" | "none";

export interface GroupPicks {
  markOf(entry: GroupEntry): GroupMark;
  /** Picks all runs of a group, or leaves them out if they are all picked. */
  toggle(entry: GroupEntry): void;
}

/** A group whose runs were asked for. */
interface Gathered {
  entry: GroupEntry;
  ids: readonly string[];
}

/** Groups that are picked as a whole: all their runs, whether they are listed or not. */
export function useGroupPicks({ picks, set }: RunPicks): GroupPicks {
  const client = useQueryClient();
  const [gathered, setGathered] = useState<ReadonlyMap<string, Gathered>>(new Map());
  const marks = useMemo(
    () =>
      [...gathered.values()].map(({ entry, ids }) => ({
        entry,
        mark: markOfRuns(picks, ids, entry.group.runs),
      })),
    [gathered, picks],
  );
  const markOf = (entry: GroupEntry): GroupMark => {
    const key = keyOf(entry);
    const own = marks.find(
      (known) => keyOf(known.entry) === key && known.entry.group.runs === entry.group.runs,
    );
    if (own) return own.mark;
    const ids = memberPages(entry).flatMap(
      (place) => client.getQueryData(memberQuery(entry, place).queryKey)?.runs.map(({ id }) => id) ?? [],
    );
    const known = markOfRuns(picks, ids, entry.group.runs);
    if (known !== "none") return known;
    // What was gathered of groups around it, or within it, is of these runs, too.
    const around = marks.some((other) => other.mark === "all" && isWithin(entry, other.entry));
    if (around) return "all";
    return marks.some((other) => other.mark !== "none" && isWithin(other.entry, entry)) ? "some" : "none";
  };
  const toggle = (entry: GroupEntry) => {
    const on = markOf(entry) !== "all";
    void idsOf(entry).then((ids) => {
      setGathered((now) => new Map(now).set(keyOf(entry), { entry, ids }));
      set(ids, on);
    });
  };
  return { markOf, toggle };
}

/** How much of a group of so many runs is picked, of which these are known. */
export function markOfRuns(picks: Picks, known: readonly string[], runs: number): GroupMark {
  const picked = known.filter((id) => isPicked(picks, id)).length;
  const unknown = runs - known.length;
  if (picks.kind === "all")
    return picked === known.length ? "all" : picked > 0 || unknown > 0 ? "some" : "none";
  if (picked === 0) return "none";
  return picked === known.length && unknown <= 0 ? "all" : "some";
}

/** Whether a group lies within another one of the same table. */
export const isWithin = (inner: GroupEntry, outer: GroupEntry): boolean =>
  inner.level > outer.level &&
  inner.id.startsWith(`${outer.id.slice(0, -1)},`) &&
  inner.question.project === outer.question.project &&
  inner.question.place === outer.question.place &&
  inner.among === outer.among;

/** So many pages of a group are looked at to see whether some of its runs are picked. */
const MOST_PAGES = 50;

/** Where the pages of an open group begin. */
const memberPages = ({ open, group }: GroupEntry): number[] =>
  Array.from(
    { length: open ? Math.min(MOST_PAGES, Math.ceil(group.runs / PAGE_ROWS)) : 0 },
    (_, page) => page * PAGE_ROWS,
  );

const keyOf = ({ question }: GroupEntry): string =>
  JSON.stringify([question.project, question.place, question.filter]);

const idsOf = async ({ question }: GroupEntry): Promise<string[]> => {
  const { project, filter, place, sort } = question;
  return (await askRunIds({ project, filter, place, sort })).ids;
};
