import { queryOptions } from "@tanstack/react-query";
import { getJson, segment, sendJson } from "./client";
import type { Place } from "./types";

/** What changes about runs. What is not given stays; an empty text clears notes, group, job type or colour. */
export interface Changes {
  name?: string;
  notes?: string;
  group?: string;
  job_type?: string;
  project?: string;
  /** `project` replaces only this beginning of a run's project, so that what lies under it moves along. */
  project_from?: string;
  /** A word of the palette, or `#rrggbb`. */
  colour?: string;
  tags_added?: readonly string[];
  tags_removed?: readonly string[];
  starred?: boolean;
  archived?: boolean;
  binned?: boolean;
  /** Asks those that go on to end, or takes that back for who did not hear of it yet. */
  stop?: boolean;
}

/** Runs by their ids, and what changes about all of them. */
export interface RunsEdit {
  runs: readonly string[];
  changes: Changes;
}

/** Runs that the server finds itself: those of a project, and under it, that a filter lets through. */
export interface RunSelection {
  project?: string;
  recursive?: boolean;
  filter?: string;
  place?: Place;
}

/** Which runs are changed: these, or those of a selection. */
export type EditTarget =
  | { runs: readonly string[] }
  /** `expected_runs`: how many the reader saw; if they are another number by now, nothing is changed. */
  | { selection: RunSelection; expected_runs?: number };

/** `edits` say for themselves what changes about which runs, as an answer's `undo` does. */
export type EditsQuestion =
  | (EditTarget & { changes: Changes; expected_notes?: string })
  | { edits: readonly RunsEdit[] };

export interface AppliedEdits {
  /** How many runs were changed. */
  changed: number;
  /** The edits that take it back. */
  undo: RunsEdit[];
  /** Why not all of it was done; null if it was. */
  stopped: string | null;
}

/** What somebody changed about a run, and what takes it back; `author` is null for the run's own script. */
export interface MadeEdit {
  time: number;
  author: string | null;
  changes: Changes;
  undo: Changes;
}

/** Who changed what about a run, the newest first. */
export const madeEditsQuery = (run: string) =>
  queryOptions({
    queryKey: ["edits", run],
    queryFn: ({ signal }) => getJson<{ edits: MadeEdit[] }>(`runs/${segment(run)}/edits`, {}, signal),
    select: (answer): readonly MadeEdit[] => answer.edits,
    meta: { concerns: [run], calm: true },
  });

/** The notes of a run as somebody wrote them meanwhile. */
export interface NewerNotes {
  notes: string;
  author: string | null;
}

/** Changes runs. When it answers, the change survives a power cut, and lists show it. */
export const postEdits = (question: EditsQuestion): Promise<AppliedEdits> =>
  sendJson<AppliedEdits>("POST", "edits", question);

export interface EmptiedBin {
  removed: string[];
  freed_bytes: number;
  /** Runs that stay, and why. */
  kept: { id: string; display_id: string; reason: string }[];
}

/** Removes a project's runs that are in the bin for good: `runs` of them, or nothing. */
export const postEmptyBin = (project: string, runs: number): Promise<EmptiedBin> =>
  sendJson<EmptiedBin>("POST", "bin/empty", { project, expected_runs: runs });
