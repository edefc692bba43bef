import type { EditTarget } from "@/api/edits";
import type { Place, Run } from "@/api/types";
import { placeOf } from "@/edits/changes";
import { isValue } from "@/filter/text";

/** More are not named one by one in an address. */
const MOST_MEASURED = 100;

/** The runs that something is done with. */
export interface Subject {
  target: EditTarget;
  count: number;
  /** Those of them that this page knows. */
  runs: readonly Run[];
  /** The filter that leaves them. */
  filter: string;
  place: Place;
  /** What they are called together, where it is not that they are picked. */
  label?: string;
}

export const subjectOf = (run: Run): Subject => ({
  target: { runs: [run.id] },
  count: 1,
  runs: [run],
  filter: isValue("id", run.id),
  place: placeOf(run),
});

/** The run, where it is one that is known. */
export const onlyRun = ({ count, runs }: Subject): Run | undefined => (count === 1 ? runs[0] : undefined);

/** The projects whose runs these are, as far as that is known here. */
export const projectsOf = ({ target, runs }: Subject): readonly string[] =>
  "selection" in target ? [target.selection.project ?? ""] : runs.map(({ project }) => project);

/** The ids of runs that go into the bin together, where they are few enough to be measured. */
export const measurable = ({ target, place }: Subject): readonly string[] | undefined =>
  place !== "bin" && "runs" in target && target.runs.length <= MOST_MEASURED ? target.runs : undefined;

/** The tags that known runs have, and how many of them have each. */
export function tagCounts(runs: readonly Run[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { tags } of runs) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return counts;
}
