import type { MediaRun } from "../runs";
import { type Asked, useAllRunItems } from "../shown";
import { CardRow, inRows } from "./CardRow";
import styles from "./Cards.module.css";
import { MediaCard } from "./MediaCard";
import { type CardsProps, useFirst } from "./RunCards";

const NO_RUNS: readonly MediaRun[] = [];

interface Sample {
  asked: Asked;
  at: number;
}

/** A card for each sample of a step. A sample keeps its place from step to step, so that changes show. */
export function AllCards({ kind, media, runs, wanted, newest, size, actions, onFirst }: CardsProps) {
  const all = useAllRunItems(runs ?? NO_RUNS, media.key, wanted, true);
  useFirst(all.find(({ shown }) => shown.items.length > 0)?.shown.items[0], onFirst);
  const samples = all.flatMap((asked): Sample[] => {
    const count = Math.max(1, asked.shown.items.length);
    return Array.from({ length: count }, (_, at) => ({ asked, at }));
  });
  return (
    <div className={styles.rows}>
      {inRows(samples, size.columns).map((row, i) => (
        <CardRow key={i} size={size}>
          {() =>
            row.map(({ asked, at }) => (
              <MediaCard
                key={`${asked.shown.run.id}/${at}`}
                kind={kind}
                media={media}
                asked={asked}
                at={at}
                newest={newest}
                size={size}
                actions={actions}
              />
            ))
          }
        </CardRow>
      ))}
    </div>
  );
}
