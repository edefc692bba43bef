import { useEffect, useMemo, useRef } from "react";
import { blobUrl } from "@/api/blob";
import { classColour, isShown, type Marks, type MaskLayer } from "./layers";
import styles from "./Overlay.module.css";
import { pixelsOf } from "./pixels";

/** The classes of a mask, each in its colour. */
export function MaskCanvas({ layer, marks }: { layer: MaskLayer; marks: Marks }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { sha256, mime } = layer.part;
  const hidden = useMemo(
    () => new Set([...Array(256).keys()].filter((id) => !isShown(marks, layer, id))),
    [marks, layer],
  );
  useEffect(() => {
    let current = true;
    void pixelsOf(blobUrl(sha256, mime)).then(
      (mask) => {
        const context = canvas.current?.getContext("2d");
        if (!current || !canvas.current || !context) return;
        canvas.current.width = mask.width;
        canvas.current.height = mask.height;
        const drawn = context.createImageData(mask.width, mask.height);
        const colours = [...Array(256).keys()].map(classColour);
        for (let at = 0; at < mask.data.length; at += 4) {
          const id = mask.data[at] ?? 0;
          const colour = colours[id];
          if (!colour || hidden.has(id) || isBackground(layer, id)) continue;
          drawn.data.set(colour, at);
          drawn.data[at + 3] = 255;
        }
        context.putImageData(drawn, 0, 0);
        canvas.current.dataset.drawn = sha256;
      },
      // A mask that cannot be read leaves the image as it is.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [sha256, mime, hidden, layer]);
  return (
    <canvas ref={canvas} className={styles.mask} style={{ opacity: marks.opacity }} data-mask={layer.name} />
  );
}

/** Nothing is drawn where the value 0 has no name: it is what is none of the classes. */
const isBackground = (layer: MaskLayer, id: number) => id === 0 && layer.labels[0] === undefined;
