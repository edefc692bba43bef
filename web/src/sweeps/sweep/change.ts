import type { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/client";
import { changeSweep, stopTrial, sweepQuery } from "@/api/sweeps";
import type { Sweep, SweepState } from "@/api/types";
import { perform } from "@/edits/editor";
import { type Act, useHistory } from "@/edits/history";

const DONE: Record<SweepState, string> = {
  running: "goes on",
  paused: "is paused: trials that run end, and no new ones begin",
  finished: "begins no further trials",
  cancelled: "is cancelled, and so are the trials that ran",
};

/** Changes the state of a sweep, tells it, and keeps what takes it back. Cancelled is for good. */
export async function change(client: QueryClient, sweep: Sweep, state: SweepState): Promise<void> {
  const what = `“${sweep.name}” ${DONE[state]}.`;
  if (state === "cancelled") return once(client, sweep.id, what, () => changeSweep(sweep.id, state));
  const act =
    (forth: SweepState, back: SweepState): Act =>
    async () => {
      await changeSweep(sweep.id, forth);
      await refresh(client, sweep.id);
      return act(back, forth);
    };
  await perform(what, act(state, sweep.state));
}

/** Asks a trial to end before it is through. */
export const stop = (client: QueryClient, sweep: string, number: number): Promise<void> =>
  once(client, sweep, `Trial ${number} is asked to end.`, () => stopTrial(sweep, number));

async function once(
  client: QueryClient,
  sweep: string,
  text: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const { say } = useHistory.getState();
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    say({ kind: "failed", text: error.message, hint: error.hint });
    return;
  }
  await refresh(client, sweep);
  say({ kind: "done", text, undo: false });
}

async function refresh(client: QueryClient, sweep: string): Promise<void> {
  await client.invalidateQueries({ queryKey: sweepQuery(sweep).queryKey });
  await client.invalidateQueries({ queryKey: ["sweeps"] });
}
