import { memo, Suspense } from "react";
import type { MediaKey } from "@/api/types";
import { Swatch } from "@/charts/Swatch";
import { formatCount } from "@/format/number";
import { Link } from "@/route/Link";
import { IconButton } from "@/ui/Button";
import { useGallery } from "../gallery";
import type { CardSize } from "../layout";
import { PinMenu } from "../pins/PinMenu";
import type { MediaKind, ViewerActions } from "../registry";
import type { Asked } from "../shown";
import styles from "./MediaCard.module.css";
import { Problem } from "./Problem";

/** A narrower card has room for the run's name or for the word of its pin: the icon and the ring say that, too. */
const WORDS_FROM = 220;

interface Props {
  kind: Extract<MediaKind, { form: "cards" }>;
  media: MediaKey;
  asked: Asked;
  /** The newest step that the slider has. */
  newest: number;
  /** Which of the run's items. */
  at: number;
  /** One item stands for all, and can be turned over. */
  pages?: boolean;
  size: CardSize;
  actions: ViewerActions;
}

/** The frame of an item: whose it is, at which step, what pins it there, its caption and its place among others. */
export const MediaCard = memo(function MediaCard(props: Props) {
  const { kind, media, asked, newest, at, pages = false, size, actions } = props;
  const { single } = useGallery();
  const { shown, pending, error } = asked;
  const { run, items, pin, step, wanted } = shown;
  const item = items[at];
  const { Card } = kind;
  const asks = wanted ?? newest;
  const noun = media.type === "image" ? "image" : "item";
  const snapped =
    step !== null && step !== asks && !pin
      ? `step ${formatCount(step)}, ${wanted === null ? "newest is" : "asked for"} ${formatCount(asks)}`
      : null;
  const pinMenu = <PinMenu run={run} media={media} pin={pin} step={step} index={at} onPin={actions.pin} />;
  return (
    <li
      className={styles.card}
      data-pin={pin?.source}
      data-run={run.id}
      data-narrow={size.width < WORDS_FROM || undefined}
      aria-label={`${run.name} (${run.displayId})`}
    >
      <div className={styles.room} style={{ height: size.height }}>
        {error ? (
          <Problem error={error} onRetry={asked.retry} />
        ) : item ? (
          <Suspense>
            <Card
              media={media}
              shown={shown}
              item={item}
              width={size.width - 2}
              height={size.height}
              {...actions}
            />
          </Suspense>
        ) : pending || at < items.length ? (
          <span className={styles.waiting} aria-hidden="true" />
        ) : (
          <p className={styles.none}>
            {pin
              ? `No ${noun} at step ${formatCount(pin.step)}`
              : wanted === null
                ? `No ${noun}`
                : `No ${noun} near step ${formatCount(wanted)}`}
          </p>
        )}
        {snapped && item?.caption && (
          <span className={styles.snapped} style={{ bottom: 4 + (kind.foot ?? 0) }}>
            {snapped}
          </span>
        )}
      </div>
      {!single && (
        <div className={styles.run}>
          <Swatch colour={run.colour} dash={run.dash} />
          <span className={styles.who}>
            <Link
              className={styles.name}
              data-words=""
              to={{ page: "run", project: run.project, run: run.id }}
              title={`${run.name} · ${run.displayId}`}
            >
              {run.name}
            </Link>
            <span className={styles.id}>{run.displayId}</span>
          </span>
          {pinMenu}
        </div>
      )}
      <div className={styles.caption}>
        <span className={styles.words} data-words="" title={item?.caption || (snapped ?? undefined)}>
          {item?.caption || snapped}
        </span>
        {pages && items.length > 1 && (
          <span className={styles.pages}>
            <IconButton
              small
              icon="chevronLeft"
              label="Previous sample"
              disabled={at <= 0}
              onClick={() => actions.showSample(run.id, at - 1)}
            />
            <span data-number="">
              {formatCount(at + 1)} / {formatCount(items.length)}
            </span>
            <IconButton
              small
              icon="chevronRight"
              label="Next sample"
              disabled={at >= items.length - 1}
              onClick={() => actions.showSample(run.id, at + 1)}
            />
          </span>
        )}
        {single && pinMenu}
      </div>
    </li>
  );
});
