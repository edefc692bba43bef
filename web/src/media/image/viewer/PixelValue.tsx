import { useEffect, useState } from "react";
import { blobUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import styles from "../../viewer/Viewer.module.css";
import { classId, isShown, layersOf, type Marks, shownBoxes } from "../layers";
import type { Point } from "../look";
import { fullUrl } from "../picture";
import { pixelAt, pixelsOf } from "../pixels";
import { readable, usePixels } from "./usePixels";

/** What is at a spot of an image: the pixel's place and value, and the classes of masks and boxes there. */
export function PixelValue({ item, marks, spot }: { item: MediaItem; marks: Marks; spot: Point | null }) {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (spot !== null) setWanted(true);
  }, [spot]);
  const pixels = readable(usePixels(wanted ? fullUrl(item) : null));
  const classes = useClasses(item, marks, spot);
  const found = spot && pixels && pixelAt(pixels, spot);
  return (
    <span className={styles.pixel} data-number="" data-pixel={found ? found.pixel.join() : undefined}>
      {found && (
        <>
          <span className={styles.chip} style={{ background: `rgb(${found.pixel.slice(0, 3).join(" ")})` }} />
          {found.x}, {found.y} · {sayPixel(found.pixel)}
        </>
      )}
      {found && classes.length > 0 && <> · {classes.join(", ")}</>}
    </span>
  );
}

const sayPixel = ([red, green, blue, alpha]: readonly [number, number, number, number]) =>
  [red === green && green === blue ? String(red) : `${red} ${green} ${blue}`, alpha < 255 && `alpha ${alpha}`]
    .filter(Boolean)
    .join(" ");

function useClasses(item: MediaItem, marks: Marks, spot: Point | null): string[] {
  const [masks, setMasks] = useState<ReadonlyMap<string, ImageData>>(new Map());
  const layers = layersOf(item);
  const here = spot !== null;
  useEffect(() => {
    if (!here) return;
    let current = true;
    for (const layer of layersOf(item)) {
      if (layer.kind !== "masks") continue;
      const { sha256, mime } = layer.part;
      pixelsOf(blobUrl(sha256, mime)).then(
        (mask) =>
          current && setMasks((known) => (known.has(sha256) ? known : new Map(known).set(sha256, mask))),
        () => undefined,
      );
    }
    return () => {
      current = false;
    };
  }, [item, here]);
  if (spot === null) return [];
  return layers.flatMap((layer) => {
    if (layer.kind === "boxes") {
      return shownBoxes(marks, layer)
        .filter((box) => spot.x >= box.left && spot.x < box.right && spot.y >= box.top && spot.y < box.bottom)
        .map((box) => `${layer.name}: ${box.caption ?? layer.labels[box.class] ?? `class ${box.class}`}`);
    }
    const mask = masks.get(layer.part.sha256);
    const id = mask && pixelAt(mask, spot)?.pixel[0];
    if (id === undefined || !isShown(marks, layer, id) || (id === 0 && layer.labels[0] === undefined))
      return [];
    return [`${layer.name}: ${layer.labels[id] ?? classId(layer, id)}`];
  });
}
