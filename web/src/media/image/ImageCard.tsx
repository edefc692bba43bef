import { useEffect, useMemo, useState } from "react";
import { useGallery } from "../gallery";
import type { CardProps } from "../registry";
import { CutBadge } from "../whole/CutShort";
import { Broken } from "./Broken";
import styles from "./ImageCard.module.css";
import { useSeenLayers } from "./layerStore";
import { layersOf, readMarks } from "./layers";
import type { Size } from "./look";
import { Overlay } from "./Overlay";
import { fullUrl, pictureOf, smallUrl } from "./picture";

/** From this width on a card has room for the names of boxes. */
const WORDS_FROM = 240;

/** Of these the browser draws what is there, and says nothing of the rest; others that are cut short it does not draw at all. */
const DRAWN_IN_PART = /^image\/(jpeg|gif|png|webp)/;

/** A picture that nobody waits for any more is not fetched: browsers go on with what was taken off the page. */
function letGo(image: HTMLImageElement | null) {
  return () => {
    if (image && !image.complete) image.removeAttribute("src");
  };
}

/** An image as small as its card, with its boxes and masks; a click opens it. */
export default function ImageCard({ media, shown, item, width, height, open }: CardProps) {
  const { view } = useGallery();
  const { size: known, tiny, alt } = pictureOf(item);
  const [natural, setNatural] = useState<Size | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const [drawn, setDrawn] = useState<string | null>(null);
  const size = known ?? natural;
  const scale = size ? Math.min(width / size.width, height / size.height) : 1;
  const rect = size ? { width: size.width * scale, height: size.height * scale } : { width, height };
  const url = smallUrl(item, Math.max(rect.width, rect.height) * window.devicePixelRatio);
  const layers = useMemo(() => layersOf(item), [item]);
  const marks = useMemo(() => readMarks(view.marks, media.key), [view.marks, media.key]);
  const see = useSeenLayers((store) => store.see);
  useEffect(() => {
    if (layers.length > 0) see(media.key, layers);
  }, [see, media.key, layers]);
  if (broken === url) return <Broken url={url} onRetry={() => setBroken(null)} />;
  return (
    <button
      type="button"
      className={styles.open}
      aria-label={`Open ${alt}`}
      onClick={() => open(shown.run.id, item)}
    >
      <span className={styles.fit} style={rect}>
        <img
          ref={letGo}
          className={`${styles.image} ${tiny ? styles.tiny : ""}`}
          src={url}
          alt={alt}
          width={Math.round(rect.width)}
          height={Math.round(rect.height)}
          decoding="async"
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
            if (known === null) setNatural({ width: naturalWidth || 512, height: naturalHeight || 512 });
            setDrawn(url);
          }}
          onError={() => setBroken(url)}
        />
        {layers.length > 0 && <Overlay layers={layers} marks={marks} words={width >= WORDS_FROM} />}
      </span>
      {DRAWN_IN_PART.test(item.mime) && (
        <CutBadge item={item} drawn={drawn === url && url === fullUrl(item)} />
      )}
    </button>
  );
}
