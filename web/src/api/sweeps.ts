import { queryOptions } from "@tanstack/react-query";
import { ApiError, getJson, segment, sendJson } from "./client";
import type { Sweep, SweepDetail, SweepState } from "./types";

/** Runs tell of themselves; what an agent or a person says of a sweep without them is asked for while it goes on. */
const PACE_MS = 4_000;
const LIVE = { concerns: "any", calm: true } as const;

const goesOn = ({ state }: Sweep): boolean => state === "running" || state === "paused";

/** The sweeps of a project and of those under it, the newest first. */
export const sweepsQuery = (project: string) =>
  queryOptions({
    queryKey: ["sweeps", project],
    queryFn: ({ signal }) => getJson<{ sweeps: Sweep[] }>("sweeps", { project }, signal),
    select: (answer) => answer.sweeps,
    refetchInterval: (query) => (query.state.data?.sweeps.some(goesOn) ? PACE_MS : false),
    meta: LIVE,
  });

export const sweepQuery = (sweep: string) =>
  queryOptions({
    queryKey: ["sweep", sweep],
    queryFn: ({ signal }) => getJson<SweepDetail>(`sweeps/${segment(sweep)}`, {}, signal),
    retry: (failures, error) => error instanceof ApiError && error.status === 0 && failures < 30,
    refetchInterval: (query) => (query.state.data && goesOn(query.state.data) ? PACE_MS : false),
    meta: LIVE,
  });

export const changeSweep = (sweep: string, state: SweepState): Promise<SweepDetail> =>
  sendJson("POST", `sweeps/${segment(sweep)}/state`, { state });

/** Asks a trial to end before it is through. */
export const stopTrial = (sweep: string, number: number): Promise<unknown> =>
  sendJson("POST", `sweeps/${segment(sweep)}/trials/${number}/stop`, {});
