import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type ItemsQuestion, itemsQuery } from "@/api/media";
import type { MediaItem, MediaNear } from "@/api/types";
import { type Gallery, useGallery } from "./gallery";
import { sampleOf } from "./mediaView";
import { pinOf } from "./pins/pins";
import type { RunItems } from "./registry";
import type { MediaRun } from "./runs";

/** What to ask for a run's card: a pin is exact, a slider takes what is nearest. */
export function questionOf(
  { pins, view }: Gallery,
  run: string,
  key: string,
  wanted: number | null,
  at: number | null = null,
): ItemsQuestion {
  const pin = pinOf(pins, run, key);
  const sample = at ?? pin?.index ?? sampleOf(view, run, key);
  return pin
    ? { run, key, sample, step: pin.step, snap: "exact" }
    : { run, key, sample, step: wanted, snap: "nearest" };
}

const NONE: readonly MediaItem[] = [];

export function shownOf(
  gallery: Gallery,
  run: MediaRun,
  key: string,
  wanted: number | null,
  answer: MediaNear | undefined,
): RunItems {
  const pin = pinOf(gallery.pins, run.id, key);
  const items = answer?.items ?? NONE;
  const sample = pin?.index ?? sampleOf(gallery.view, run.id, key);
  const index = Math.max(0, Math.min(items.length - 1, sample));
  return { run, wanted: pin?.step ?? wanted, step: answer?.step ?? null, items, pin, index };
}

export interface Asked {
  shown: RunItems;
  pending: boolean;
  error: Error | null;
  retry(): void;
}

/** What a run shows of a key at a step, unless it is pinned elsewhere; those samples that travel with the one `at` a place. */
export function useRunItems(
  run: MediaRun,
  key: string,
  wanted: number | null,
  at: number | null = null,
): Asked {
  const gallery = useGallery();
  const query = useQuery(itemsQuery(questionOf(gallery, run.id, key, wanted, at)));
  const shown = useMemo(
    () => shownOf(gallery, run, key, wanted, query.data),
    [gallery, run, key, wanted, query.data],
  );
  const { isPending: pending, refetch } = query;
  const error = query.data ? null : query.error;
  return useMemo(
    () => ({ shown, pending, error, retry: () => void refetch() }),
    [shown, pending, error, refetch],
  );
}

/** The same of several runs. */
export function useAllRunItems(
  runs: readonly MediaRun[],
  key: string,
  wanted: number | null,
  enabled: boolean,
  at: number | null = null,
): readonly Asked[] {
  const gallery = useGallery();
  const queries = useQueries({
    queries: runs.map((run) => ({ ...itemsQuery(questionOf(gallery, run.id, key, wanted, at)), enabled })),
  });
  return runs.map((run, i) => {
    const query = queries[i];
    return {
      shown: shownOf(gallery, run, key, wanted, query?.data),
      pending: query?.isPending ?? true,
      error: query?.data ? null : (query?.error ?? null),
      retry: () => void query?.refetch(),
    };
  });
}
