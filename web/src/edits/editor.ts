import type { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/client";
import {
  type AppliedEdits,
  type Changes,
  type EditsQuestion,
  type EditTarget,
  type NewerNotes,
  postEdits,
} from "@/api/edits";
import { formatCount } from "@/format/number";
import { BATCH, batchesOf, mergeEdits } from "./batches";
import { describeChanges } from "./changes";
import { type Act, putStep, type Side, takeStep, useHistory } from "./history";
import { layOver } from "./overlay";

export interface EditOptions {
  /** The name of the run, where it is one. */
  name?: string;
  /** What was done, in words of the place where it was done. */
  what?: string;
  /** The notes that the reader had before them, where those of one run change. */
  expectedNotes?: string;
  /** Somebody wrote other notes meanwhile: nothing was changed. */
  onNewerNotes?(newer: NewerNotes): void;
}

/**
 * Changes runs: shown at once, sent, and shown as they were if the server refuses. What was done is told, with the way to
 * take it back. Gives whether it was done.
 */
export function edit(
  client: QueryClient,
  target: EditTarget,
  changes: Changes,
  { name, what, expectedNotes, onNewerNotes }: EditOptions = {},
): Promise<boolean> {
  const { say, add } = useHistory.getState();
  if (!("runs" in target) || target.runs.length > BATCH) say({ kind: "busy", text: "Changing runs …" });
  const takeAway = layOver("runs" in target ? [{ runs: target.runs, changes }] : []);
  return inOrder(async () => {
    const question = { ...target, changes, expected_notes: expectedNotes };
    const applied = await send(client, question, takeAway, onNewerNotes);
    if (applied === null) return false;
    if (applied.changed === 0) {
      say({ kind: "done", text: "There was nothing to change.", undo: false });
      return true;
    }
    const text = what ?? describeChanges(changes, applied.changed, name);
    const undo = applied.undo.length > 0;
    if (undo) add({ what: text, edits: applied.undo });
    if (applied.stopped === null) say({ kind: "done", text, undo });
    else say({ kind: "failed", text: applied.stopped, hint: null, undo });
    return applied.stopped === null;
  });
}

/** Does what is no edit of runs, tells it, and keeps what takes it back. Gives whether it was done. */
export const perform = (what: string, act: Act): Promise<boolean> =>
  inOrder(async () => {
    const { say, add } = useHistory.getState();
    const back = await attempt(act);
    if (back === null) return false;
    add({ what, edits: [], act: back });
    say({ kind: "done", text: what, undo: true });
    return true;
  });

/** Null where the server refuses, which is told. */
async function attempt(act: Act): Promise<Act | null> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    useHistory.getState().say({ kind: "failed", text: error.message, hint: error.hint });
    return null;
  }
}

/** Takes the last edit back. */
export const undo = (client: QueryClient): Promise<void> => turn(client, "past", "future", "Undone");

/** Makes the edit again that was taken back last. */
export const redo = (client: QueryClient): Promise<void> => turn(client, "future", "past", "Done again");

const turn = (client: QueryClient, from: Side, to: Side, word: string): Promise<void> =>
  inOrder(async () => {
    const step = takeStep(from);
    if (step === undefined) return;
    if (step.act) {
      const back = await attempt(step.act);
      putStep(back === null ? from : to, { ...step, act: back ?? step.act });
      if (back !== null) {
        useHistory.getState().say({ kind: "done", text: `${word}: ${step.what}`, undo: false });
      }
      return;
    }
    const applied = await send(client, { edits: step.edits }, layOver(step.edits));
    if (applied === null) {
      putStep(from, step);
      return;
    }
    if (applied.undo.length > 0) putStep(to, { what: step.what, edits: applied.undo });
    const { say } = useHistory.getState();
    if (applied.changed === 0)
      say({ kind: "done", text: "There was nothing to change any more.", undo: false });
    else if (applied.stopped === null) say({ kind: "done", text: `${word}: ${step.what}`, undo: false });
    else say({ kind: "failed", text: applied.stopped, hint: null });
  });

let last: Promise<unknown> = Promise.resolve();

/** One edit after the other: the server makes them, and the tab remembers them, in the order in which they were asked for. */
function inOrder<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work);
  last = done.catch(() => undefined);
  return done;
}

/** Sends an edit batch after batch, and tells how far it is; null if nothing could be done. */
async function send(
  client: QueryClient,
  question: EditsQuestion,
  takeAway: () => void,
  onNewerNotes?: EditOptions["onNewerNotes"],
): Promise<AppliedEdits | null> {
  try {
    const applied = await sendBatches(question, onNewerNotes);
    if (applied !== null) await refresh(client);
    return applied;
  } finally {
    takeAway();
  }
}

async function sendBatches(
  question: EditsQuestion,
  onNewerNotes?: EditOptions["onNewerNotes"],
): Promise<AppliedEdits | null> {
  const { say } = useHistory.getState();
  const applied: AppliedEdits = { changed: 0, undo: [], stopped: null };
  let done = 0;
  let stopping = false;
  const stop = () => {
    stopping = true;
  };
  try {
    const { questions, total } = await batchesOf(question);
    for (const [place, each] of questions.entries()) {
      if (questions.length > 1 && total !== null) {
        if (stopping) {
          applied.stopped = `Stopped: ${formatCount(done)} of ${formatCount(total)} runs were gone through, the others are as they were.`;
          break;
        }
        say({ kind: "busy", text: "Changing runs", progress: { done, total, stop } });
      }
      const found = await postEdits(each);
      applied.changed += found.changed;
      applied.undo.push(...found.undo);
      done = Math.min(total ?? 0, (place + 1) * BATCH);
      if (found.stopped !== null) {
        applied.stopped = found.stopped;
        break;
      }
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === "notes_conflict" && onNewerNotes) {
      onNewerNotes(error.current as NewerNotes);
      return null;
    }
    if (applied.changed === 0) {
      say({ kind: "failed", text: error.message, hint: error.hint });
      return null;
    }
    applied.stopped = `Only ${formatCount(applied.changed)} runs were changed. ${error.message}`;
  }
  return { ...applied, undo: mergeEdits(applied.undo) };
}

/** Asks again for all that shows runs: what the live feed would bring, but now. */
const refresh = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({
    predicate: ({ meta }) => meta?.concerns !== undefined && isOfRuns(meta.concerns),
  });

/** Points and consoles do not change when a run is renamed. */
const isOfRuns = (concerns: readonly string[] | "any"): boolean =>
  concerns === "any" || concerns.length === 1;
