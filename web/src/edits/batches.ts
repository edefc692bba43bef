import { ApiError } from "@/api/client";
import type { EditsQuestion, RunsEdit } from "@/api/edits";
import { askRunIds } from "@/api/queries";
import { formatCount } from "@/format/number";

/** So many runs are changed in one request: about half a second, so that progress shows and can be stopped. */
export const BATCH = 500;

/** An edit as requests of at most `BATCH` runs, and how many runs there are in all of them. */
export interface Batches {
  questions: readonly EditsQuestion[];
  /** null where the server counts. */
  total: number | null;
}

/**
 * Cuts an edit into batches. The runs of a large selection are asked for first; if they are another number than the reader
 * saw, nothing is changed.
 */
export async function batchesOf(question: EditsQuestion): Promise<Batches> {
  if ("edits" in question) {
    const batches = cutEdits(question.edits);
    return { questions: batches.map((edits) => ({ edits })), total: countRuns(question.edits) };
  }
  const { changes } = question;
  if ("runs" in question) {
    const { runs } = question;
    return runs.length <= BATCH ? { questions: [question], total: runs.length } : ofRuns(runs, changes);
  }
  const { selection, expected_runs: expected } = question;
  if (expected !== undefined && expected <= BATCH) return { questions: [question], total: null };
  const { ids } = await askRunIds({ ...selection });
  if (expected !== undefined && ids.length !== expected)
    throw new ApiError(
      409,
      "conflict",
      `${formatCount(ids.length)} runs are meant by now, not ${formatCount(expected)}. Nothing was changed.`,
      "Look again.",
    );
  return ids.length <= BATCH ? { questions: [question], total: null } : ofRuns(ids, changes);
}

function ofRuns(runs: readonly string[], changes: RunsEdit["changes"]): Batches {
  const questions: EditsQuestion[] = [];
  for (let first = 0; first < runs.length; first += BATCH)
    questions.push({ runs: runs.slice(first, first + BATCH), changes });
  return { questions, total: runs.length };
}

const countRuns = (edits: readonly RunsEdit[]): number =>
  edits.reduce((sum, { runs }) => sum + runs.length, 0);

/** Edits in batches, in their order; one of many runs is cut. */
export function cutEdits(edits: readonly RunsEdit[]): RunsEdit[][] {
  const batches: RunsEdit[][] = [];
  let room = 0;
  for (const { runs, changes } of edits)
    for (let first = 0; first < runs.length; ) {
      if (room === 0) {
        batches.push([]);
        room = BATCH;
      }
      const some = runs.slice(first, first + room);
      batches.at(-1)?.push({ runs: some, changes });
      first += some.length;
      room -= some.length;
    }
  return batches;
}

/** Edits that change the same, as one. */
export function mergeEdits(edits: readonly RunsEdit[]): RunsEdit[] {
  const merged = new Map<string, { runs: string[]; changes: RunsEdit["changes"] }>();
  for (const { runs, changes } of edits) {
    const key = JSON.stringify(changes);
    const known = merged.get(key);
    if (known) for (const run of runs) known.runs.push(run);
    else merged.set(key, { runs: [...runs], changes });
  }
  return [...merged.values()];
}
