import type { ComponentProps } from "react";
import { PAGE_ITEMS } from "@/api/media";
import type { MediaRun } from "../runs";
import { type Asked, useAllRunItems, useRunItems } from "../shown";
import { CardRows } from "./CardRows";
import { MediaCard } from "./MediaCard";
import { type CardsProps, useFirst } from "./RunCards";

const NO_RUNS: readonly MediaRun[] = [];

interface Sample {
  asked: Asked;
  at: number;
}

/** A card for each sample of a step. A sample keeps its place from step to step, so that changes show. */
export function AllCards({ kind, media, runs, wanted, newest, size, actions, onFirst }: CardsProps) {
  const all = useAllRunItems(runs ?? NO_RUNS, media.key, wanted, true, 0);
  useFirst(all.find(({ shown }) => shown.items.length > 0)?.shown.items[0], onFirst);
  const samples = all.flatMap((asked): Sample[] => {
    const count = Math.max(1, asked.shown.items.length);
    return Array.from({ length: count }, (_, at) => ({ asked, at }));
  });
  return (
    <CardRows all={samples} size={size}>
      {({ asked, at }) => {
        const Card = at < PAGE_ITEMS ? MediaCard : LaterCard;
        return (
          <Card
            key={`${asked.shown.run.id}/${at}`}
            kind={kind}
            media={media}
            asked={asked}
            at={at}
            newest={newest}
            size={size}
            actions={actions}
            wanted={wanted}
          />
        );
      }}
    </CardRows>
  );
}

/** A sample of a later page, which is asked for when it comes near. */
function LaterCard({ asked, wanted, ...rest }: ComponentProps<typeof MediaCard> & { wanted: number | null }) {
  const own = useRunItems(asked.shown.run, rest.media.key, wanted, rest.at);
  return <MediaCard asked={own} {...rest} />;
}
