import { blobUrl } from "@/api/blob";
import type { MediaItem } from "@/api/types";
import { placeLabel, sayBox } from "../boxLabel";
import {
  type BoxLayer,
  classColour,
  cssClassColour,
  isShown,
  layersOf,
  type Marks,
  type MaskLayer,
  shownBoxes,
} from "../layers";
import type { Size } from "../look";
import { canvasOf, pixelsOf } from "../pixels";

const LABEL_HEIGHT = 16;
const LABEL_PADDING = 4;
const FONT = '12px "Inter Variable", system-ui, sans-serif';

/** Draws the boxes and masks of an item that are to be seen over its image, which has this size. */
export async function drawMarks(
  context: CanvasRenderingContext2D,
  item: MediaItem,
  marks: Marks,
  image: Size,
): Promise<void> {
  for (const layer of layersOf(item)) {
    if (layer.kind === "masks") await drawMask(context, layer, marks, image);
    else drawBoxes(context, layer, marks, image);
  }
}

async function drawMask(context: CanvasRenderingContext2D, layer: MaskLayer, marks: Marks, image: Size) {
  const mask = await pixelsOf(blobUrl(layer.part.sha256, layer.part.mime));
  const coloured = canvasOf(mask);
  const drawn = coloured.createImageData(mask.width, mask.height);
  for (let at = 0; at < mask.data.length; at += 4) {
    const id = mask.data[at] ?? 0;
    if (!isShown(marks, layer, id) || (id === 0 && layer.labels[0] === undefined)) continue;
    drawn.data.set([...classColour(id), 255], at);
  }
  coloured.putImageData(drawn, 0, 0);
  context.globalAlpha = marks.opacity;
  context.drawImage(coloured.canvas, 0, 0, image.width, image.height);
  context.globalAlpha = 1;
}

function drawBoxes(context: CanvasRenderingContext2D, layer: BoxLayer, marks: Marks, image: Size) {
  context.lineWidth = 2;
  context.font = FONT;
  context.textBaseline = "middle";
  for (const box of shownBoxes(marks, layer)) {
    const colour = cssClassColour(box.class);
    context.strokeStyle = colour;
    context.strokeRect(
      box.left * image.width,
      box.top * image.height,
      (box.right - box.left) * image.width,
      (box.bottom - box.top) * image.height,
    );
    if (!marks.labels) continue;
    const words = sayBox(layer, box);
    const width = Math.min(context.measureText(words).width + 2 * LABEL_PADDING, image.width);
    const at = placeLabel(box, image, { width, height: LABEL_HEIGHT });
    context.fillStyle = colour;
    context.fillRect(at.x, at.y, width, LABEL_HEIGHT);
    context.fillStyle = "#000000";
    context.fillText(words, at.x + LABEL_PADDING, at.y + LABEL_HEIGHT / 2, width - 2 * LABEL_PADDING);
  }
}
