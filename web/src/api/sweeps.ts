import { queryOptions } from "@tanstack/react-query";
import { ApiError, getJson, segment, sendJson } from "./client";
import type { Sweep, SweepDetail, SweepState } from "./types";

/** What runs say; what is said of a sweep itself the feed tells by its id. */
const LIVE = { concerns: "any", calm: true } as const;

/** The sweeps of a project and of those under it, the newest first. */
export const sweepsQuery = (project: string) =>
  queryOptions({
    queryKey: ["sweeps", project],
    queryFn: ({ signal }) => getJson<{ sweeps: Sweep[] }>("sweeps", { project }, signal),
    select: (answer) => answer.sweeps,
    meta: LIVE,
  });

export const sweepQuery = (sweep: string) =>
  queryOptions({
    queryKey: ["sweep", sweep],
    queryFn: ({ signal }) => getJson<SweepDetail>(`sweeps/${segment(sweep)}`, {}, signal),
    retry: (failures, error) => error instanceof ApiError && error.status === 0 && failures < 30,
    meta: LIVE,
  });

export const changeSweep = (sweep: string, state: SweepState): Promise<SweepDetail> =>
  sendJson("POST", `sweeps/${segment(sweep)}/state`, { state });

/** Asks a trial to end before it is through. */
export const stopTrial = (sweep: string, number: number): Promise<unknown> =>
  sendJson("POST", `sweeps/${segment(sweep)}/trials/${number}/stop`, {});
