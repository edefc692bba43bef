import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { PAGE_ROWS } from "@/api/queries";
import type { Slots } from "@/charts/colours";
import type { Selection } from "@/project/selection";
import { isPicked, type Picks } from "../picks/picks";
import { RunTableRow } from "../RunTableRow";
import type { GroupEntry } from "../rows";
import type { RowPlace } from "../TableRowFrame";
import { memberQuery } from "./groupTree";

interface Props extends RowPlace {
  entry: GroupEntry;
  place: number;
  selection: Selection;
  picks: Picks;
  slots: Slots;
}

/** A run under its group. Rows beside each other share a page. */
export function GroupMemberRow({ entry, place, selection, picks, slots, ...where }: Props) {
  const page = useQuery({ ...memberQuery(entry, place), placeholderData: keepPreviousData });
  const run = page.data?.runs[place % PAGE_ROWS];
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
