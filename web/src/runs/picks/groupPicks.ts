import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { askRunIds } from "@/api/queries";
import { memberKey } from "../grouping/groupTree";
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

/** Groups that are picked as a whole: all their runs, whether they are listed or not. */
export function useGroupPicks({ picks, set }: RunPicks): GroupPicks {
  const client = useQueryClient();
  const [gathered, setGathered] = useState<ReadonlyMap<string, readonly string[]>>(new Map());
  const markOf = (entry: GroupEntry): GroupMark => {
    const pages = client.getQueryData(memberKey(entry))?.pages;
    const ids = gathered.get(keyOf(entry)) ?? pages?.flatMap(({ runs }) => runs.map(({ id }) => id)) ?? [];
    return markOfRuns(picks, ids, entry.group.runs);
  };
  const toggle = (entry: GroupEntry) => {
    const on = markOf(entry) !== "all";
    void idsOf(entry).then((ids) => {
      setGathered((now) => new Map(now).set(keyOf(entry), ids));
      set(ids, on);
    });
  };
  return { markOf: useCallback(markOf, [client, gathered, picks]), toggle };
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

const keyOf = ({ question }: GroupEntry): string =>
  JSON.stringify([question.project, question.place, question.filter]);

const idsOf = async ({ question }: GroupEntry): Promise<string[]> => {
  const { project, filter, place, sort } = question;
  return (await askRunIds({ project, filter, place, sort })).ids;
};
