import { useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useEffect } from "react";
import { itemsQuery } from "@/api/media";
import type { MediaItem, MediaKey } from "@/api/types";
import type { CardSize } from "../layout";
import type { MediaKind, ViewerActions } from "../registry";
import type { MediaRun } from "../runs";
import { useRunItems } from "../shown";
import { nearestStep } from "../steps";
import { CardRows } from "./CardRows";
import { MediaCard } from "./MediaCard";

export interface CardsProps {
  kind: Extract<MediaKind, { form: "cards" }>;
  media: MediaKey;
  /** Those that have something of the key; undefined until it is known. */
  runs: readonly MediaRun[] | undefined;
  wanted: number | null;
  /** The newest step that the slider has. */
  newest: number;
  size: CardSize;
  actions: ViewerActions;
  /** The first item there is: it says what shape the cards have. */
  onFirst(item: MediaItem): void;
}

/** A card a run, which shows one sample. */
export function RunCards({ runs, size, ...rest }: CardsProps) {
  if (runs === undefined) return null;
  return (
    <CardRows all={runs} size={size}>
      {(run) => <RunCard key={run.id} run={run} first={run === runs[0]} size={size} {...rest} />}
    </CardRows>
  );
}

interface CardProps extends Omit<CardsProps, "runs"> {
  run: MediaRun;
  first: boolean;
}

function RunCard({ run, first, kind, media, wanted, onFirst, ...rest }: CardProps) {
  const asked = useRunItems(run, media.key, wanted);
  const { items } = asked.shown;
  // Answers come for many cards at once. Scrolling goes before showing them.
  const calm = useDeferredValue(asked);
  useNeighbours(run.id, media, wanted);
  useFirst(first ? items[0] : undefined, onFirst);
  return <MediaCard kind={kind} media={media} asked={calm} at={calm.shown.index} pages {...rest} />;
}

export function useFirst(first: MediaItem | undefined, onFirst: (item: MediaItem) => void): void {
  useEffect(() => {
    if (first !== undefined) onFirst(first);
  }, [first, onFirst]);
}

/** Once the reader walks the steps, those on either side are asked for ahead. */
function useNeighbours(run: string, { key, steps }: MediaKey, wanted: number | null): void {
  const client = useQueryClient();
  const place = wanted === null ? null : nearestStep(steps, wanted);
  const before = place === null ? undefined : steps[place - 1];
  const after = place === null ? undefined : steps[place + 1];
  useEffect(() => {
    for (const step of [before, after]) {
      if (step !== undefined) void client.prefetchQuery(itemsQuery({ run, key, step, snap: "nearest" }));
    }
  }, [client, run, key, before, after]);
}
