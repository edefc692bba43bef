import { queryOptions } from "@tanstack/react-query";
import { getJson } from "./client";
import type { DataDiff, DataGroup, DataUse } from "./types";

/** Data and pretrained models that a run works with. */
export const runDataQuery = (run: string) =>
  queryOptions({
    queryKey: ["run-data", run],
    queryFn: ({ signal }) => getJson<{ uses: DataUse[] }>("data", { run }, signal),
    select: (answer) => answer.uses,
    meta: { concerns: [run], calm: true },
  });

/** All that runs work with, the same data together, the newest use first. */
export const dataGroupsQuery = () =>
  queryOptions({
    queryKey: ["data-groups"],
    queryFn: ({ signal }) => getJson<{ groups: DataGroup[] }>("data/groups", {}, signal),
    select: (answer) => answer.groups,
    meta: { concerns: "any", calm: true },
  });

/** So many changes are listed. */
export const MOST_DATA_CHANGES = 5_000;

/** How the files of a fingerprint differ from those of another one; both are blobs with listings. */
export const dataDiffQuery = (before: string, after: string) =>
  queryOptions({
    queryKey: ["data-diff", before, after],
    queryFn: ({ signal }) =>
      getJson<DataDiff>("data/diff", { before, after, limit: MOST_DATA_CHANGES }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    retry: false,
  });
