import { useState } from "react";
import type { MediaKey } from "@/api/types";
import { formatCount } from "@/format/number";
import { Problem } from "../../card/Problem";
import { useGallery } from "../../gallery";
import { PaneHead } from "../../viewer/PaneHead";
import type { PaneItem } from "../../viewer/panes";
import styles from "../../viewer/Viewer.module.css";
import { CutShort } from "../../whole/CutShort";
import { Broken } from "../Broken";
import { layersOf, readMarks } from "../layers";
import type { Look, Point, Size } from "../look";
import { Overlay } from "../Overlay";
import { fullUrl, pictureOf } from "../picture";
import { PixelValue } from "./PixelValue";
import { ZoomArea } from "./ZoomArea";

interface Props {
  media: MediaKey;
  pane: PaneItem;
  look: Look;
  onLook(look: Look): void;
  spot: Point | null;
  onSpot(spot: Point | null): void;
  onRemove: (() => void) | undefined;
}

/** An image at its full resolution, with whose it is and what is under the pointer. */
export function ImagePane({ media, pane, look, onLook, spot, onSpot, onRemove }: Props) {
  const { view } = useGallery();
  const { shown, at, pending, error } = pane;
  const { run, pin } = shown;
  const item = shown.items[at];
  const [natural, setNatural] = useState<{ url: string; size: Size } | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const url = item && fullUrl(item);
  const size = (item && pictureOf(item).size) ?? (natural?.url === url ? natural?.size : null) ?? null;
  const marks = readMarks(view.marks, media.key);
  return (
    <section className={styles.pane} aria-label={`${run.name} (${run.displayId})`} data-pin={pin?.source}>
      <PaneHead media={media} pane={pane} onRemove={onRemove} />
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
