import { useState } from "react";
import type { MediaKey } from "@/api/types";
import { Swatch } from "@/charts/Swatch";
import { formatCount } from "@/format/number";
import { IconButton } from "@/ui/Button";
import { Problem } from "../../card/Problem";
import { useGallery } from "../../gallery";
import { PinMenu } from "../../pins/PinMenu";
import { CutShort } from "../../whole/CutShort";
import { Broken } from "../Broken";
import { layersOf, readMarks } from "../layers";
import type { Look, Point, Size } from "../look";
import { Overlay } from "../Overlay";
import { fullUrl, pictureOf } from "../picture";
import styles from "./ImageViewer.module.css";
import { PixelValue } from "./PixelValue";
import type { PaneItem } from "./panes";
import { ZoomArea } from "./ZoomArea";

interface Props {
  media: MediaKey;
  pane: PaneItem;
  look: Look;
  onLook(look: Look): void;
  spot: Point | null;
  onSpot(spot: Point | null): void;
  onRemove?(): void;
}

/** An image at its full resolution, with whose it is and what is under the pointer. */
export function ImagePane({ media, pane, look, onLook, spot, onSpot, onRemove }: Props) {
  const { view, pin: onPin } = useGallery();
  const { shown, at, pending, error, beside } = pane;
  const { run, step, wanted, pin } = shown;
  const item = shown.items[at];
  const [natural, setNatural] = useState<{ url: string; size: Size } | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const url = item && fullUrl(item);
  const size = (item && pictureOf(item).size) ?? (natural?.url === url ? natural?.size : null) ?? null;
  const marks = readMarks(view.marks, media.key);
  return (
    <section className={styles.pane} aria-label={`${run.name} (${run.displayId})`} data-pin={pin?.source}>
      <header className={styles.paneHead}>
        <Swatch colour={run.colour} dash={run.dash} />
        <strong className={styles.name}>{run.name}</strong>
        <span className={styles.quiet}>{run.displayId}</span>
        <span className={styles.quiet} data-number="">
          {step !== null && (step === wanted || wanted === null || pin)
            ? `step ${formatCount(step)}`
            : step !== null && wanted !== null
              ? `step ${formatCount(step)}, asked for ${formatCount(wanted)}`
              : null}
        </span>
        {beside?.step == null && (
          <PinMenu run={run} media={media} pin={pin} step={step} index={at} onPin={onPin} />
        )}
        {onRemove && <IconButton small icon="close" label={`Take ${run.name} away`} onClick={onRemove} />}
      </header>
      {error ? (
        <Problem error={error} onRetry={pane.retry} />
      ) : item && url ? (
        broken === url ? (
          <Broken url={url} onRetry={() => setBroken(null)} />
        ) : (
          <ZoomArea
            label={`Image of ${run.name}`}
            image={size ?? UNKNOWN}
            look={look}
            onLook={onLook}
            onSpot={onSpot}
          >
            <img
              src={url}
              alt={pictureOf(item).alt}
              draggable={false}
              onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
                setNatural({ url, size: { width: naturalWidth || 512, height: naturalHeight || 512 } })
              }
              onError={() => setBroken(url)}
            />
            <Overlay layers={layersOf(item)} marks={marks} words />
            {spot && (
              <span
                className={styles.cross}
                aria-hidden="true"
                style={{ left: `${spot.x * 100}%`, top: `${spot.y * 100}%` }}
              />
            )}
          </ZoomArea>
        )
      ) : pending ? (
        <div className={styles.filler} />
      ) : (
        <p className={styles.filler}>{pin ? `No image at step ${formatCount(pin.step)}` : "No image"}</p>
      )}
      {item && <CutShort item={item} />}
      {item && (
        <footer className={styles.paneFoot}>
          <span className={styles.caption} title={item.caption ?? undefined}>
            {item.caption}
          </span>
          <PixelValue item={item} marks={marks} spot={spot} />
        </footer>
      )}
    </section>
  );
}

const UNKNOWN: Size = { width: 512, height: 512 };
