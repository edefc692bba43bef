import { Fragment } from "react";
import { endsWithBox, sayBox } from "./boxLabel";
import { type BoxLayer, cssClassColour, type Layer, type Marks, shownBoxes } from "./layers";
import { MaskCanvas } from "./MaskCanvas";
import styles from "./Overlay.module.css";

interface Props {
  layers: readonly Layer[];
  marks: Marks;
  /** There is room for words. */
  words: boolean;
}

const LABEL_PX = 13;

const percent = (share: number) => `${share * 100}%`;

/** Boxes and masks over an image; fills its parent, which the image fills, too. */
export function Overlay({ layers, marks, words }: Props) {
  return (
    <div className={styles.overlay} aria-hidden="true">
      {layers.map((layer) =>
        layer.kind === "masks" ? (
          !marks.hidden.has(`masks/${layer.name}`) && (
            <MaskCanvas key={`masks/${layer.name}`} layer={layer} marks={marks} />
          )
        ) : (
          <Boxes key={`boxes/${layer.name}`} layer={layer} marks={marks} words={words} />
        ),
      )}
    </div>
  );
}

function Boxes({ layer, marks, words }: { layer: BoxLayer; marks: Marks; words: boolean }) {
  return shownBoxes(marks, layer).map((box, i) => (
    <Fragment key={i}>
      <div
        className={styles.box}
        data-class={box.class}
        title={sayBox(layer, box)}
        style={{
          left: percent(box.left),
          top: percent(box.top),
          width: percent(box.right - box.left),
          height: percent(box.bottom - box.top),
          borderColor: cssClassColour(box.class),
        }}
      />
      {words && marks.labels && (
        <span
          className={styles.label}
          style={{
            ...(endsWithBox(box)
              ? { right: `max(0px, ${percent(1 - box.right)})` }
              : { left: `max(0px, ${percent(box.left)})` }),
            top: `max(0px, calc(${percent(box.top)} - ${LABEL_PX}px))`,
            background: cssClassColour(box.class),
          }}
        >
          {sayBox(layer, box)}
        </span>
      )}
    </Fragment>
  ));
}
