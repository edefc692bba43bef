import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { toCharacters, toUnits } from "./characters";
import { ApiError, askJson, getBytes, getJson, segment } from "./client";
import { parseJson } from "./floats";
import { askPanel, MOST_IN_ADDRESS } from "./panels";
import { decodeSeries } from "./series";
import type {
  Alert,
  ColumnFacts,
  Columns,
  Comparison,
  Completion,
  ConsoleMatches,
  ConsolePage,
  Home,
  LogLevel,
  MediaItem,
  MediaKey,
  MetricName,
  MetricStats,
  Parting,
  Place,
  Project,
  RunDetail,
  RunGroups,
  RunIds,
  RunPage,
  RunStageFigures,
  RunStages,
  SavedFile,
  Space,
  SpaceTree,
  TextPoint,
  Uploads,
  Varying,
  XAxis,
} from "./types";

/**
 * Which runs a query's answer depends on: their ids, or "any" where every run may matter (lists, columns, projects).
 * The live feed reads this to know what a change makes stale.
 */
export type Concerns = readonly string[] | "any";

declare module "@tanstack/react-query" {
  interface Register {
    /** `calm`: need not follow every change within half a second. */
    /** `artifacts`: its answer depends on what is said of artifacts, too. */
    queryMeta: { concerns?: Concerns; calm?: boolean; artifacts?: boolean };
  }
}

export interface RunsQuestion {
  project?: string;
  /** In the filter language. */
  filter?: string;
  /** Fields in the order of their weight, `-` before one for descending. */
  sort?: readonly string[];
  /** Where they lie; by default those neither archived nor in the bin. */
  place?: Place;
  /** The flat keys that travel: `config.lr`, `metrics.val/acc.max`. */
  fields?: readonly string[];
}

export const homeQuery = () =>
  queryOptions({
    queryKey: ["home"],
    queryFn: ({ signal }) => getJson<Home>("home", {}, signal),
    meta: { concerns: "any", calm: true },
  });

export const projectsQuery = () =>
  queryOptions({
    queryKey: ["projects"],
    queryFn: ({ signal }) => getJson<{ projects: Project[] }>("projects", {}, signal),
    select: (answer) => answer.projects,
    meta: { concerns: "any", calm: true },
  });

/** What a project takes up on the disk with all below it. */
export const spaceQuery = (project: string) =>
  queryOptions({
    queryKey: ["space", project],
    queryFn: ({ signal }) => getJson<SpaceTree>("space", { project }, signal),
    gcTime: 0,
  });

/** What some runs take up, or those in the bin of a project and below it. */
export const runSpaceQuery = (of: { runs: readonly string[] } | { binned: string }) =>
  queryOptions({
    queryKey: ["space", "runs", of],
    queryFn: ({ signal }) =>
      getJson<Space>("space/runs", "binned" in of ? { binned_project: of.binned } : { run: of.runs }, signal),
    gcTime: 0,
  });

/** How far a run is on its way to servers; asked again while something is left. */
export const runUploadsQuery = (run: string, goesOn: boolean) =>
  queryOptions({
    queryKey: ["uploads", run],
    queryFn: ({ signal }) => getJson<Uploads>(`runs/${encodeURIComponent(run)}/uploads`, {}, signal),
    refetchInterval: ({ state }) =>
      state.data?.uploads.some(({ state: each }) => goesOn || each !== "done") ? 2000 : false,
  });

/** So many rows of a long list are asked for at once, whichever they are. */
export const PAGE_ROWS = 200;

/** How long a page is kept that is out of sight: whoever scrolls to and fro finds it, and a long way leaves nothing behind. */
const KEPT_MS = 10_000;

const placeOfPage = (page: number) => ({ offset: page * PAGE_ROWS, limit: PAGE_ROWS });

/** One page of the runs of a question, by its number from 0 on. */
export const runsPageQuery = (question: RunsQuestion, page: number) =>
  queryOptions({
    queryKey: ["runs", question, page],
    queryFn: ({ signal }) => getJson<RunPage>("runs", { ...question, ...placeOfPage(page) }, signal),
    gcTime: KEPT_MS,
    meta: { concerns: "any" },
  });

/** The first runs of such a list. */
export const firstRunsQuery = (question: RunsQuestion, limit: number) =>
  queryOptions({
    queryKey: ["first-runs", question, limit],
    queryFn: ({ signal }) => getJson<RunPage>("runs", { ...question, limit }, signal),
    meta: { concerns: "any" },
  });

export interface GroupsQuestion {
  project: string;
  filter?: string;
  place?: Place;
  by: readonly string[];
  /** The number fields whose spread over each group's runs is asked for. */
  aggregate: readonly string[];
  /** One of `by`, `runs` or `<figure>:<field>`, `-` before it for descending. */
  sort?: string;
}

/** One page of groups, by its number from 0 on. */
export const groupsPageQuery = (question: GroupsQuestion, page: number) =>
  queryOptions({
    queryKey: ["groups", question, page],
    queryFn: ({ signal }) => getJson<RunGroups>("groups", { ...question, ...placeOfPage(page) }, signal),
    gcTime: KEPT_MS,
    meta: { concerns: "any" },
  });

/** So many groups within a group are listed. */
export const MOST_SUBGROUPS = 1_000;

/** The groups within a group: the first ones, all at once. */
export const subgroupsQuery = (question: GroupsQuestion) =>
  queryOptions({
    queryKey: ["subgroups", question],
    queryFn: ({ signal }) => getJson<RunGroups>("groups", { ...question, limit: MOST_SUBGROUPS }, signal),
    meta: { concerns: "any" },
  });

/** The settings that are not the same in all of some runs. */
export const varyingQuery = (project: string, filter: string, place?: Place) =>
  queryOptions({
    queryKey: ["varying", project, filter, place],
    queryFn: ({ signal }) => getJson<Varying>("columns/varying", { project, filter, place }, signal),
    placeholderData: keepPreviousData,
    meta: { concerns: "any", calm: true },
  });

/** The ids of the runs of a question, at most `limit` of them from `offset` on, in its order. */
export const askRunIds = (
  question: Omit<RunsQuestion, "fields"> & { recursive?: boolean; offset?: number },
  limit?: number,
) => askJson<RunIds>("run-ids", { ...question, limit });

/** How many runs there are to a question, with the first of their ids. */
export const runIdsQuery = (question: Omit<RunsQuestion, "fields" | "sort">, limit: number) =>
  queryOptions({
    queryKey: ["run-ids", question, limit],
    queryFn: () => askRunIds({ ...question, sort: [] }, limit),
    meta: { concerns: "any" },
  });

/** Bars that a finger can hit in a popover of 300 pixels. */
const BINS = 12;

/** What a field's values are like among the runs of a filter. */
export const columnFactsQuery = (project: string, field: string, filter: string, place?: Place) =>
  queryOptions({
    queryKey: ["column", project, field, filter, place],
    queryFn: ({ signal }) =>
      getJson<ColumnFacts>("column", { project, field, filter, place, bins: BINS }, signal),
    placeholderData: keepPreviousData,
    meta: { concerns: "any", calm: true },
  });

/** What could stand in a filter at an offset, with the filter that it is for; offsets are UTF-16 units. */
/** What could stand at a place of a filter over a project's runs. */
export async function completeRunFilter(
  project: string,
  text: string,
  at: number,
  signal: AbortSignal,
): Promise<Completion> {
  const question = { project, text, at: toCharacters(text, at) };
  const answer = await getJson<Completion>("complete", question, signal);
  return { ...answer, start: toUnits(text, answer.start), end: toUnits(text, answer.end) };
}

/** How many runs are shown before the reader chooses. */
export const NEWEST = 20;

export const newestRunsQuery = (project: string) =>
  queryOptions({
    queryKey: ["newest-runs", project],
    queryFn: ({ signal }) =>
      getJson<RunPage>("runs", { project, sort: ["-created_time"], fields: ["none"], limit: NEWEST }, signal),
    meta: { concerns: "any" },
  });

export const columnsQuery = (project: string, place: Place = "active") =>
  queryOptions({
    queryKey: ["columns", project, place],
    queryFn: ({ signal }) => getJson<Columns>("columns", { project, place }, signal),
    meta: { concerns: "any", calm: true },
  });

export const runQuery = (run: string) =>
  queryOptions({
    queryKey: ["run", run],
    queryFn: ({ signal }) => getJson<RunDetail>(`runs/${segment(run)}`, {}, signal),
    // Its first record may be on the way: a run that is opened as it begins is not said to be missing.
    retry: (failures, error) =>
      error instanceof ApiError &&
      (error.status === 0 ? failures < 30 : error.status === 404 && failures < 2),
    retryDelay: (_, error) => (error instanceof ApiError && error.status === 404 ? 400 : 2_000),
    meta: { concerns: [run] },
  });

/** So many alerts are looked at; older ones are at their runs. */
export const MOST_ALERTS = 100;

/** What runs had to say, the newest first: all of them, or one. */
export const alertsQuery = (run?: string) =>
  queryOptions({
    queryKey: ["alerts", run ?? null],
    queryFn: ({ signal }) => getJson<{ alerts: Alert[] }>("alerts", { run, limit: MOST_ALERTS }, signal),
    select: (answer) => answer.alerts,
    meta: { concerns: run === undefined ? "any" : [run], calm: true },
  });

/** The files that were saved with a run, by path. */
export const filesQuery = (run: string) =>
  queryOptions({
    queryKey: ["files", run],
    queryFn: ({ signal }) => getJson<{ files: SavedFile[] }>(`runs/${segment(run)}/files`, {}, signal),
    select: (answer) => answer.files,
    placeholderData: keepPreviousData,
    meta: { concerns: [run], calm: true },
  });

export const metricNamesQuery = (runs: readonly string[]) =>
  queryOptions({
    queryKey: ["metrics", runs],
    queryFn: ({ signal }) => getJson<{ metrics: MetricName[] }>("metrics", { run: runs }, signal),
    select: (answer) => answer.metrics,
    placeholderData: keepPreviousData,
    enabled: runs.length > 0,
    meta: { concerns: runs, calm: true },
  });

export const stagesQuery = (runs: readonly string[]) =>
  queryOptions({
    queryKey: ["stages", runs],
    queryFn: ({ signal }) => {
      const ask = runs.length > MOST_IN_ADDRESS ? askJson : getJson;
      return ask<{ runs: RunStages[] }>("stages", { run: runs }, signal);
    },
    select: (answer) => answer.runs,
    placeholderData: keepPreviousData,
    enabled: runs.length > 0,
    meta: { concerns: runs, calm: true },
  });

/** A metric of a run in figures for each of its stages, by step. */
export const stageFiguresQuery = (run: string, metric: string) =>
  queryOptions({
    queryKey: ["stage-figures", run, metric],
    queryFn: ({ signal }) =>
      getJson<{ runs: RunStageFigures[] }>("stages/figures", { run: [run], metric }, signal),
    select: (answer) => answer.runs[0]?.stages ?? [],
    meta: { concerns: [run], calm: true },
  });

export const metricStatsQuery = (run: string) =>
  queryOptions({
    queryKey: ["run-metrics", run],
    queryFn: ({ signal }) => getJson<{ metrics: MetricStats[] }>(`runs/${segment(run)}/metrics`, {}, signal),
    select: (answer) => answer.metrics,
    meta: { concerns: [run] },
  });

export interface CompareQuestion {
  runs: readonly string[];
  /** The run that the others are compared with; by default the first. */
  reference?: string;
  /** Leave out what is the same in all runs. */
  differences: boolean;
}

export const compareQuery = ({ runs, reference, differences }: CompareQuestion) =>
  queryOptions({
    queryKey: ["compare", runs, reference ?? null, differences],
    queryFn: ({ signal }) => getJson<Comparison>("compare", { run: runs, reference, differences }, signal),
    placeholderData: keepPreviousData,
    enabled: runs.length > 1,
    // A thousand keys of a hundred runs are not worth comparing value by value.
    structuralSharing: false,
    meta: { concerns: runs, calm: true },
  });

/** Where a metric of two runs parts beyond their noise. */
export const partingQuery = (runs: readonly string[], metric: string, x: XAxis) =>
  queryOptions({
    queryKey: ["parting", runs, metric, x],
    queryFn: ({ signal }) => getJson<Parting>("compare/parting", { run: runs, metric, x }, signal),
    meta: { concerns: runs, calm: true },
  });

export interface SeriesQuestion {
  /** A metric, or an expression over several. */
  of: { metric: string } | { expression: string };
  runs: readonly string[];
  x: XAxis | "metric";
  /** The metric on the x axis, where x is one. */
  xMetric: string | null;
  buckets: number;
  /** Inclusive limits on x: steps, microseconds, or values of the metric. */
  range: readonly [number | null, number | null] | null;
  /** A label for each run: those with the same one are told as one. */
  groups: readonly string[] | null;
}

export const seriesQuery = ({ of, runs, x, xMetric, buckets, range, groups }: SeriesQuestion) =>
  queryOptions({
    queryKey: ["series", of, x, xMetric, buckets, range, groups, runs],
    queryFn: async ({ signal }) => {
      const [lo, hi] = range ?? [];
      const question = {
        ...of,
        run: [...runs],
        x,
        x_metric: xMetric,
        buckets,
        lo,
        hi,
        group: [...(groups ?? [])],
      };
      return decodeSeries(await askPanel(question, signal));
    },
    enabled: runs.length > 0,
    // Structural sharing would walk every array of the frame to compare it.
    structuralSharing: false,
    meta: { concerns: runs },
  });

export const textsQuery = (run: string, key?: string) =>
  queryOptions({
    queryKey: ["texts", run, key ?? null],
    queryFn: ({ signal }) => getJson<{ texts: TextPoint[] }>(`runs/${segment(run)}/texts`, { key }, signal),
    select: (answer) => answer.texts,
    meta: { concerns: [run], calm: true },
  });

/** Which lines of a console: those of one stream, and those that say they are so grave, or graver. */
export interface ConsoleLinesAsked {
  stream?: "stdout" | "stderr";
  level?: LogLevel;
}

export interface ConsoleQuestion extends ConsoleLinesAsked {
  /** The first line; negative counts from the end. */
  first: number;
  limit: number;
}

export const consoleQuery = (run: string, question: ConsoleQuestion) =>
  queryOptions({
    queryKey: ["console", run, question],
    queryFn: ({ signal }) => getConsole(run, question, signal),
    placeholderData: keepPreviousData,
    meta: { concerns: [run] },
  });

export const mediaKeysQuery = (runs: readonly string[]) =>
  queryOptions({
    queryKey: ["media-keys", runs],
    queryFn: ({ signal }) => getJson<{ keys: MediaKey[] }>("media", { run: runs }, signal),
    select: (answer) => answer.keys,
    enabled: runs.length > 0,
    meta: { concerns: runs, calm: true },
  });

export const mediaQuery = (run: string, question: { key?: string; step?: number } = {}) =>
  queryOptions({
    queryKey: ["media", run, question],
    queryFn: ({ signal }) =>
      getJson<{ items: MediaItem[] }>(`runs/${segment(run)}/media`, { ...question }, signal),
    select: (answer) => answer.items,
    placeholderData: keepPreviousData,
    meta: { concerns: [run], calm: true },
  });

/** A blob's text; what has a hash never changes. */
export const blobTextQuery = (sha256: string) =>
  queryOptions({
    queryKey: ["blob-text", sha256],
    queryFn: async ({ signal }) =>
      new TextDecoder().decode(await getBytes(`blobs/${sha256}`, { mime: "text/plain" }, signal)),
  });

/** A blob's bytes. */
export const blobBytesQuery = (sha256: string) =>
  queryOptions({
    queryKey: ["blob-bytes", sha256],
    queryFn: ({ signal }) => getBytes(`blobs/${sha256}`, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    structuralSharing: false,
  });

/** A blob's JSON, with the numbers that JSON cannot say. */
export const blobJsonQuery = (sha256: string) =>
  queryOptions({
    queryKey: ["blob-json", sha256],
    queryFn: async ({ signal }) =>
      parseJson(
        new TextDecoder().decode(await getBytes(`blobs/${sha256}`, { mime: "application/json" }, signal)),
      ),
    structuralSharing: false,
  });

/** Lines with others after them: they never change again. */
export const consolePageQuery = (run: string, question: ConsoleQuestion) =>
  queryOptions({
    queryKey: ["console-page", run, question],
    queryFn: ({ signal }) => getConsole(run, question, signal),
  });

export const getConsole = (run: string, question: ConsoleQuestion, signal?: AbortSignal) =>
  getJson<ConsolePage>(`runs/${segment(run)}/console`, { ...question }, signal);

export interface ConsoleSearchQuestion extends ConsoleLinesAsked {
  q: string;
  /** `q` is a regular expression. */
  regex: boolean;
  first: number;
  limit: number;
}

/** The lines of a stretch of the console in which something is found. */
export const searchConsole = (run: string, question: ConsoleSearchQuestion, signal?: AbortSignal) =>
  getJson<ConsoleMatches>(`runs/${segment(run)}/console/search`, { ...question }, signal);
