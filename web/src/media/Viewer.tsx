import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useRef } from "react";
import { blobUrl } from "@/api/blob";
import { mediaQuery } from "@/api/queries";
import type { MediaKey } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { formatCount } from "@/format/number";
import { formatDateTime } from "@/format/time";
import { IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { DownloadLink } from "@/ui/DownloadLink";
import { Failure, Notice } from "@/ui/Notice";
import { fileName } from "./fileName";
import { formatItem, type ItemPlace } from "./mediaView";
import { pictureOf } from "./picture";
import { snapStep } from "./steps";
import styles from "./Viewer.module.css";
import { ZoomPane, type ZoomPaneHandle } from "./ZoomPane";

interface Props {
  run: string;
  media: MediaKey;
  place: ItemPlace;
  onPlace(item: string): void;
  onClose(): void;
}

/** One image over the whole window: ← → walk the samples, ↑ ↓ the steps, and the view stays zoomed where it was. */
export function Viewer({ run, media, place, onPlace, onClose }: Props) {
  const { key, step, index } = place;
  const query = useQuery(mediaQuery(run, { key, step }));
  const pane = useRef<ZoomPaneHandle>(null);
  const items = query.data ?? [];
  const at = items.findIndex((item) => item.index === index);
  const item = items[at] ?? items[0];
  const stepPlace = snapStep(media.steps, step);

  const toSample = (by: number) => {
    const next = items[at + by];
    if (next) onPlace(formatItem(next));
  };
  const toStep = (by: number) => {
    const next = media.steps[stepPlace + by];
    if (next !== undefined) onPlace(formatItem({ key, step: next, index }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => toSample(-1),
      ArrowRight: () => toSample(1),
      ArrowUp: () => toStep(1),
      ArrowDown: () => toStep(-1),
      "]": () => toStep(1),
      "[": () => toStep(-1),
      "+": () => pane.current?.zoomBy(1.5),
      "=": () => pane.current?.zoomBy(1.5),
      "-": () => pane.current?.zoomBy(1 / 1.5),
      0: () => pane.current?.reset(),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  return (
    <Dialog
      title={key}
      full
      open
      onClose={onClose}
      tools={
        <>
          <IconButton icon="minus" label="Zoom out" onClick={() => pane.current?.zoomBy(1 / 1.5)} />
          <IconButton icon="expand" label="Fit the window" onClick={() => pane.current?.reset()} />
          <IconButton icon="plus" label="Zoom in" onClick={() => pane.current?.zoomBy(1.5)} />
          {item && (
            <DownloadLink
              href={blobUrl(item.sha256, item.mime, fileName(item))}
              name={fileName(item)}
              label="Download the image"
            />
          )}
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of everything within; each has a button, too. */}
      <div className={styles.viewer} onKeyDown={onKeyDown}>
        {query.error && !item ? (
          <Failure error={query.error} inline onRetry={() => void query.refetch()} />
        ) : item ? (
          <ZoomPane
            ref={pane}
            src={blobUrl(item.sha256, item.mime)}
            alt={pictureOf(item).alt}
            tiny={pictureOf(item).tiny}
          />
        ) : (
          query.data && <Notice title="There is nothing at this step." inline />
        )}
        <div className={styles.bar}>
          <span className={styles.walk}>
            <IconButton
              icon="chevronLeft"
              label="Previous image"
              disabled={at <= 0}
              onClick={() => toSample(-1)}
            />
            <span>
              {formatCount(at + 1)} of {formatCount(items.length)}
            </span>
            <IconButton
              icon="chevronRight"
              label="Next image"
              disabled={at < 0 || at >= items.length - 1}
              onClick={() => toSample(1)}
            />
          </span>
          <span className={styles.walk}>
            <IconButton
              icon="chevronDown"
              label="Previous step"
              disabled={stepPlace <= 0}
              onClick={() => toStep(-1)}
            />
            <span>step {formatCount(step)}</span>
            <IconButton
              icon="chevronUp"
              label="Next step"
              disabled={stepPlace >= media.steps.length - 1}
              onClick={() => toStep(1)}
            />
          </span>
          <span className={styles.caption}>{item?.caption}</span>
          {item && (
            <span className={styles.facts}>
              {pictureOf(item).size && `${item.facts.width} × ${item.facts.height} · `}
              {formatBytes(item.size_bytes)} · {formatDateTime(item.time)}
            </span>
          )}
        </div>
      </div>
    </Dialog>
  );
}
