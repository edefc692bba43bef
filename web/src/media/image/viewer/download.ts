import { saveFile } from "@/charts/export/save";
import { formatCount } from "@/format/number";
import { fileName } from "../../fileName";
import type { PaneItem } from "../../viewer/panes";
import type { Marks } from "../layers";
import { fullUrl } from "../picture";
import { canvasOf, pixelsOf } from "../pixels";
import { drawMarks } from "./drawMarks";
import { inLines } from "./lines";

const STRIP_LINE = 20;
const PADDING = 10;
const FONT = '13px "Inter Variable", system-ui, sans-serif';

/** Saves an image with a strip under it that says whose it is, and with its boxes and masks if `marks` are given. */
export async function saveWithCaption({ shown, at }: PaneItem, marks: Marks | null): Promise<void> {
  const item = shown.items[at];
  if (!item) return;
  const pixels = await pixelsOf(fullUrl(item));
  const lines = [
    `${shown.run.name} (${shown.run.displayId})`,
    `${item.key} · step ${formatCount(item.step)}${shown.items.length > 1 ? ` · ${at + 1} of ${shown.items.length}` : ""}`,
    ...(item.caption ? [item.caption] : []),
  ];
  // Words need room, also under an icon of 32 pixels.
  const scale = Math.max(1, Math.floor(240 / pixels.width));
  const [width, height] = [pixels.width * scale, pixels.height * scale];
  const ruler = canvasOf({ width: 1, height: 1 });
  ruler.font = FONT;
  const measure = (text: string) => ruler.measureText(text).width;
  const rows = lines.map((line) => inLines(line, width - 2 * PADDING, measure));
  const context = canvasOf({ width, height: height + 2 * PADDING + rows.flat().length * STRIP_LINE });
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.imageSmoothingEnabled = false;
  const image = canvasOf(pixels);
  image.putImageData(pixels, 0, 0);
  context.drawImage(image.canvas, 0, 0, width, height);
  if (marks) await drawMarks(context, item, marks, { width, height });
  context.font = FONT;
  context.textBaseline = "middle";
  for (const [i, line] of rows.flat().entries()) {
    context.fillStyle = i < (rows[0]?.length ?? 0) ? "#1a1a19" : "#5c5b57";
    const y = height + PADDING + (i + 0.5) * STRIP_LINE;
    context.fillText(line, PADDING, y, width - 2 * PADDING);
  }
  const blob = await new Promise<Blob | null>((resolve) => context.canvas.toBlob(resolve, "image/png"));
  if (blob) saveFile(fileName({ ...item, mime: "image/png" }), blob);
}
