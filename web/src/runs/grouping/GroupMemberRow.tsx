import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { runsQuery } from "@/api/queries";
import type { Slots } from "@/charts/colours";
import { nthRun } from "@/project/runList";
import type { Selection } from "@/project/selection";
import { isPicked, type Picks } from "../picks/picks";
import { RunTableRow } from "../RunTableRow";
import type { GroupEntry } from "../rows";
import type { RowPlace } from "../TableRowFrame";

interface Props extends RowPlace {
  entry: GroupEntry;
  place: number;
  selection: Selection;
  picks: Picks;
  slots: Slots;
}

/** A run under its group. The rows of a group share one list, which grows as far as they are in sight. */
export function GroupMemberRow({ entry, place, selection, picks, slots, ...where }: Props) {
  const list = useInfiniteQuery(runsQuery(entry.question));
  const run = nthRun(list.data?.pages, place);
  const wanted = run === undefined && list.hasNextPage && !list.isFetching;
  useEffect(() => {
    if (wanted) void list.fetchNextPage();
  }, [wanted, list.fetchNextPage]);
  return (
    <RunTableRow
      {...where}
      run={run}
      level={entry.level + 1}
      picked={run !== undefined && isPicked(picks, run.id)}
      shown={run !== undefined && selection.shown.has(run.id)}
      slot={run && slots.get(run.id)}
      onToggle={selection.toggle}
    />
  );
}
