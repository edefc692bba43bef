import { useState } from "react";
import { blobUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import { plural } from "@/format/number";
import { Button } from "@/ui/Button";
import styles from "./ImageGrid.module.css";
import type { TILES } from "./mediaView";
import { pictureOf } from "./picture";

const FIRST_TILES = 120;

interface Props {
  items: readonly MediaItem[];
  tiles: (typeof TILES)[number];
  onOpen(item: MediaItem): void;
}

/** The samples of one step. A tile keeps its place from step to step, so that changes show. */
export function ImageGrid({ items, tiles, onOpen }: Props) {
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, FIRST_TILES);
  const first = items[0] && pictureOf(items[0]).size;
  // All tiles have the shape of the first, within reason: one banner should not make rows of slits.
  const shape = first ? Math.max(0.5, Math.min(3, first.width / first.height)) : 1;
  return (
    <>
      <ul className={`${styles.grid} ${styles[tiles]}`}>
        {shown.map((item) => {
          const picture = pictureOf(item);
          return (
            <li key={item.index}>
              <button type="button" className={styles.tile} onClick={() => onOpen(item)}>
                <img
                  className={`${styles.image} ${picture.tiny ? styles.tiny : ""}`}
                  style={{ aspectRatio: shape }}
                  src={blobUrl(item.sha256, item.mime)}
                  alt={picture.alt}
                  loading="lazy"
                  decoding="async"
                  draggable={false}
                />
              </button>
              {item.caption && (
                <p className={styles.caption} title={item.caption}>
                  {item.caption}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      {items.length > shown.length && (
        <Button className={styles.more} onClick={() => setAll(true)}>
          Show {plural(items.length - shown.length, "more image")}
        </Button>
      )}
    </>
  );
}
