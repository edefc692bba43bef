import { sendJson } from "./client";
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

export interface SelectionEdit {
  selection: RunSelection;
  changes: Changes;
}

export interface AppliedEdits {
  /** How many runs were changed. */
  changed: number;
  /** The edits that take it back. */
  undo: RunsEdit[];
  /** Why not all of it was done; null if it was. */
  stopped: string | null;
}

/** Changes runs; when it answers, the change survives a power cut. */
export const postEdits = (edits: readonly (RunsEdit | SelectionEdit)[]): Promise<AppliedEdits> =>
  sendJson<AppliedEdits>("POST", "edits", { edits });
