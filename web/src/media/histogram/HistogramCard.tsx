import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { histogramsQuery } from "@/api/media";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { useGallery } from "../gallery";
import { scopeOf, wayOf } from "../mediaView";
import type { CardProps } from "../registry";
import { sectionOf } from "../sections";
import { barsOf } from "./bars";
import styles from "./HistogramCard.module.css";
import { OneStep } from "./OneStep";
import { OverTime } from "./OverTime";
import { noteOf, reachOf, WAYS } from "./overTime";
import { StepsTable } from "./StepsTable";
import { useSharedReach } from "./sharedReach";

/** What a picture of a card's size can show. */
const MOST_RIDGES = 24;
const MOST_COLUMNS = 300;
const NOTE_PX = 20;

/** The distribution of a run's values, at one step or over all of them; the cards of a key have the same axes. */
export default function HistogramCard(props: CardProps) {
  const { view } = useGallery();
  return wayOf(view, props.media.key, WAYS) === "step" ? (
    <StepCard {...props} />
  ) : (
    <OverTimeCard {...props} />
  );
}

function useAmong(): (card: string) => boolean {
  const { runs } = useGallery();
  return useCallback(
    (card: string) => runs.some(({ id }) => card.startsWith(`${encodeURIComponent(id)}/`)),
    [runs],
  );
}

const cardOf = ({ shown, item }: CardProps) => `${encodeURIComponent(shown.run.id)}/${item.index}`;

function StepCard(props: CardProps) {
  const { media, shown, item } = props;
  const { single } = useGallery();
  const bars = useMemo(() => barsOf(item), [item]);
  const own = useMemo(() => bars && reachOf({ edges: [...bars.edges], counts: [[...bars.counts]] }), [bars]);
  const reach = useSharedReach(`${media.key} step`, cardOf(props), own, useAmong());
  if (bars === null) return <Notice title="This histogram cannot be read." inline />;
  return <OneStep bars={bars} reach={reach} colour={single ? undefined : shown.run.colour} />;
}

function OverTimeCard(props: CardProps) {
  const { media, shown, item, width, height } = props;
  const { view, single, goToStep } = useGallery();
  const { key } = media;
  const way = wayOf(view, key, WAYS);
  const most = way === "ridgeline" ? MOST_RIDGES : MOST_COLUMNS;
  const query = useQuery(histogramsQuery(shown.run.id, key, item.index, most));
  const { data } = query;
  const own = useMemo(() => data && reachOf(data), [data]);
  const reach = useSharedReach(`${key} steps`, cardOf(props), own ?? null, useAmong());
  if (query.error && !data)
    return <Failure error={query.error} inline onRetry={() => void query.refetch()} />;
  if (!data) return <Skeleton height={height} />;
  if (reach === null || way === "step") return <Notice title="There is nothing to be drawn." inline />;
  const note = noteOf(data);
  const room = height - (note ? NOTE_PX : 0);
  const name = single ? key : shown.run.name;
  return (
    <div className={styles.steps}>
      {way === "table" ? (
        <div className={styles.scroll} style={{ height: room }} role="region" aria-label={name} tabIndex={0}>
          <StepsTable name={name} histograms={data} now={shown.step} />
        </div>
      ) : (
        <svg width={width} height={room} role="group" aria-label={`${key}, ${way}`}>
          <OverTime
            way={way}
            name={name}
            histograms={data}
            reach={reach}
            width={width}
            height={room}
            colour={single ? "var(--accent)" : shown.run.colour}
            now={shown.step}
            onStep={(step) => goToStep(scopeOf(view, sectionOf(key), key), step)}
          />
        </svg>
      )}
      {note && (
        <p className={styles.note} title={note}>
          {note}
        </p>
      )}
    </div>
  );
}
