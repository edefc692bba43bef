import type { Changes } from "@/api/edits";
import type { Place, Run } from "@/api/types";
import { plural } from "@/format/number";

/** The runs as they will be once the changes are made; `undefined` facts stay. */
export function applyChanges<R extends Run>(run: R, changes: Changes): R {
  const { name, notes, group, job_type, colour, starred, archived, binned } = changes;
  const cleared = (text: string | undefined, before: string | null) =>
    text === undefined ? before : text || null;
  const removed = new Set(changes.tags_removed);
  const added = (changes.tags_added ?? []).filter((tag) => !run.tags.includes(tag));
  return {
    ...run,
    name: name ?? run.name,
    notes: cleared(notes, run.notes),
    group: cleared(group, run.group),
    job_type: cleared(job_type, run.job_type),
    colour: cleared(colour, run.colour),
    project: movedProject(run.project, changes),
    tags: [...run.tags.filter((tag) => !removed.has(tag)), ...added],
    starred: starred ?? run.starred,
    archived: archived ?? run.archived,
    binned_time:
      binned === undefined ? run.binned_time : binned ? (run.binned_time ?? Date.now() * 1000) : null,
  };
}

/** Where a run of this project lies after the changes. */
export function movedProject(present: string, { project, project_from }: Changes): string {
  if (project === undefined) return present;
  if (project_from === undefined || present === project_from) return project;
  return present.startsWith(`${project_from}/`) ? project + present.slice(project_from.length) : present;
}

/** Where a run lies: an archived run in the bin is in the bin alone. */
export const placeOf = (run: Pick<Run, "archived" | "binned_time">): Place =>
  run.binned_time !== null ? "bin" : run.archived ? "archived" : "active";

/** What was changed, as a sentence. `name` is that of the run where it is one. */
export function describeChanges(changes: Changes, count: number, name?: string): string {
  const whom = count === 1 && name !== undefined ? `“${name}”` : plural(count, "run");
  const is = count === 1 ? "is" : "are";
  if (changes.stop === false) return `${whom} ${is} asked no longer to stop.`;
  if (changes.stop) return `${whom} ${is} asked to stop.`;
  const { tags_added: added, tags_removed: removed } = changes;
  if (changes.binned !== undefined)
    return changes.binned ? `${whom} ${is} in the bin.` : `${whom} ${is} out of the bin.`;
  if (changes.archived !== undefined)
    return changes.archived ? `${whom} ${is} archived.` : `${whom} ${is} out of the archive.`;
  if (changes.project !== undefined) return `${whom} moved to ${changes.project}.`;
  if (changes.name !== undefined) return `${whom} ${is} now called “${changes.name}”.`;
  if (changes.starred !== undefined)
    return changes.starred ? `${whom} ${is} a baseline.` : `${whom} ${is} no baseline any more.`;
  if (changes.colour !== undefined)
    return changes.colour === ""
      ? `${whom} ${is} without a colour of their own.`.replace(
          /their own/,
          count === 1 ? "its own" : "their own",
        )
      : `${whom} ${is} ${changes.colour} now.`;
  if (added?.length || removed?.length) {
    const parts = [
      added?.length && `tagged ${added.join(", ")}`,
      removed?.length && `without the ${removed.length === 1 ? "tag" : "tags"} ${removed.join(", ")}`,
    ];
    return `${whom} ${is} ${parts.filter(Boolean).join(", ")}.`;
  }
  if (changes.notes !== undefined)
    return `The notes of ${whom} are ${changes.notes === "" ? "gone" : "written"}.`;
  return `${whom} changed.`;
}
