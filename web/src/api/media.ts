import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getJson, segment } from "./client";
import type { BestMedia, Histograms, MediaItem, MediaNear, MediaOfRuns, StepsOfRuns } from "./schema";

/** Exactly at a step, or nearest to it; of two just as near, the lower. */
export type Snap = "nearest" | "exact";

export interface ItemsQuestion {
  run: string;
  key: string;
  /** null is the newest. */
  step: number | null;
  snap: Snap;
  /** The place of a sample: the page that has it is asked for, or the last one of a run with fewer. */
  sample?: number;
}

/** The most samples of a run that travel at once. */
export const PAGE_ITEMS = 200;

interface Waiting {
  run: string;
  signal: AbortSignal;
  resolve(items: MediaNear): void;
  reject(reason: unknown): void;
}

/** Addresses have limits, and a first answer should not wait for the hundredth run. */
const RUNS_A_REQUEST = 25;

type PageQuestion = Omit<ItemsQuestion, "run" | "sample"> & { offset: number };

let gathering: Map<string, { question: PageQuestion; waiting: Waiting[] }> | null = null;

/** Cards ask one by one; questions of one moment that differ in the run alone travel as one. */
function gather({ run, sample, ...rest }: ItemsQuestion, signal: AbortSignal): Promise<MediaNear> {
  const question = { ...rest, offset: pageOf(sample) };
  return new Promise((resolve, reject) => {
    if (gathering === null) {
      gathering = new Map();
      setTimeout(() => {
        const gathered = [...(gathering?.values() ?? [])];
        gathering = null;
        for (const { question: asked, waiting } of gathered) {
          for (let i = 0; i < waiting.length; i += RUNS_A_REQUEST) {
            void ask(asked, waiting.slice(i, i + RUNS_A_REQUEST));
          }
        }
      });
    }
    const name = JSON.stringify(question);
    const entry = gathering.get(name) ?? { question, waiting: [] };
    gathering.set(name, entry);
    entry.waiting.push({ run, signal, resolve, reject });
  });
}

const pageOf = (sample = 0): number => Math.floor(sample / PAGE_ITEMS) * PAGE_ITEMS;

/** All items of a run by their places, with gaps for those of other pages. */
function placed({ items, total, offset, ...rest }: MediaNear): MediaNear {
  const all: MediaItem[] = new Array(total);
  for (const [at, item] of items.entries()) all[offset + at] = item;
  return { ...rest, items: all, total, offset };
}

async function ask(question: PageQuestion, all: readonly Waiting[]): Promise<void> {
  const waiting = all.filter(({ signal }) => !signal.aborted);
  for (const { signal, reject } of all) if (signal.aborted) reject(signal.reason);
  if (waiting.length === 0) return;
  const aborter = new AbortController();
  const onAbort = () => waiting.every(({ signal }) => signal.aborted) && aborter.abort();
  for (const { signal } of waiting) signal.addEventListener("abort", onAbort);
  try {
    const runs = waiting.map(({ run }) => run);
    const answer = await getJson<MediaOfRuns>(
      "media/items",
      { run: runs, ...question, limit: PAGE_ITEMS },
      aborter.signal,
    );
    const byRun = new Map(answer.runs.map((each) => [each.run, placed(each)]));
    for (const { run, resolve } of waiting)
      resolve(byRun.get(run) ?? { run, step: null, items: [], total: 0, offset: 0 });
  } catch (error) {
    for (const { reject } of waiting) reject(error);
  } finally {
    for (const { signal } of waiting) signal.removeEventListener("abort", onAbort);
  }
}

export const itemsQuery = (question: ItemsQuestion) =>
  queryOptions({
    queryKey: [
      "media-items",
      question.run,
      question.key,
      question.step,
      question.snap,
      pageOf(question.sample),
    ],
    queryFn: ({ signal }) => gather(question, signal),
    placeholderData: keepPreviousData,
    meta: { concerns: [question.run], calm: true },
  });

/** So many of a run travel at once to somebody who wants all of them. */
const LARGE_PAGE_ITEMS = 1000;

/** All items of a run, a page behind the other: all are of the step that the first is of, wherever runs go meanwhile. */
export async function* allItems({ run, key, step, snap }: ItemsQuestion): AsyncGenerator<MediaNear> {
  let at = { step, snap };
  for (let offset = 0; ; offset += LARGE_PAGE_ITEMS) {
    const answer = await getJson<MediaOfRuns>("media/items", {
      run: [run],
      key,
      ...at,
      offset,
      limit: LARGE_PAGE_ITEMS,
    });
    const page = answer.runs[0];
    if (!page || page.offset !== offset) return;
    yield page;
    if (page.step === null || offset + page.items.length >= page.total) return;
    at = { step: page.step, snap: "exact" };
  }
}

/** At which steps each run has something of a key. */
export const mediaStepsQuery = (runs: readonly string[], key: string) =>
  queryOptions({
    queryKey: ["media-steps", runs, key],
    queryFn: ({ signal }) => getJson<StepsOfRuns>("media/steps", { run: runs, key }, signal),
    select: (answer) => answer.runs,
    placeholderData: keepPreviousData,
    enabled: runs.length > 0,
    meta: { concerns: runs, calm: true },
  });

/** The histograms of a key over a run's steps, on common edges, no more than `limit` of them. */
export const histogramsQuery = (run: string, key: string, index: number, limit: number) =>
  queryOptions({
    queryKey: ["histograms", run, key, index, limit],
    queryFn: ({ signal }) =>
      getJson<Histograms>(`runs/${segment(run)}/histograms`, { key, index, limit }, signal),
    placeholderData: keepPreviousData,
    meta: { concerns: [run], calm: true },
  });

export interface BestQuestion {
  runs: readonly string[];
  metric: string;
  figure: "min" | "max";
  keys: readonly string[];
  /** How far, in steps, media may lie from the metric's step; null asks for the metric's own step alone. */
  tolerance: number | null;
}

/** The best step of a metric for each run, or for each of its keys the media nearest to it. */
export const findBest = ({ runs, metric, figure, keys, tolerance }: BestQuestion): Promise<BestMedia> =>
  getJson<BestMedia>("media/best", {
    run: runs,
    metric,
    figure,
    key: tolerance === null ? [] : keys,
    tolerance,
    with_media: tolerance !== null,
  });
