import { useMemo } from "react";
import { assignSlots, type Slots } from "@/charts/colours";

/** Remembered beyond a page, so that a run has one colour on the charts and in the table. */
const remembered = new Map<string, Slots>();

export function useSlots(project: string, shown: readonly string[] | undefined): Slots {
  return useMemo(() => {
    const previous = remembered.get(project) ?? new Map<string, number>();
    if (shown === undefined) return previous;
    const slots = assignSlots(previous, shown);
    remembered.set(project, slots);
    return slots;
  }, [project, shown]);
}
