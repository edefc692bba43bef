import type { RunDetail } from "@/api/types";

type Timed = Pick<RunDetail, "state" | "created_time" | "duration_secs"> & { silent_time?: number | null };

/** Whether nothing comes of it any more, so that nobody here knows whether it goes on. */
export const isSilent = (run: { silent_time?: number | null }) =>
  run.silent_time !== null && run.silent_time !== undefined;

/**
 * How long the run has lasted. The server counts a live run up to its last sign of life; between two of them the
 * reader's clock goes on counting, and never back.
 */
export function durationAt(run: Timed, nowMs: number): number {
  if (run.state !== "running" || isSilent(run)) return run.duration_secs;
  return Math.max(run.duration_secs, nowMs / 1000 - run.created_time / 1e6);
}
