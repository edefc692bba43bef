import type { RunItems } from "@/media/registry";
import { element, svgDocument, textElement } from "../../export/svg";
import type { ExportRows } from "../kind";

export const ITEM_COLUMNS = [
  "run",
  "run_id",
  "key",
  "step",
  "index",
  "type",
  "caption",
  "mime",
  "size_bytes",
  "sha256",
  "pinned",
];

/** What the panel shows of a run, item by item. */
export function itemRows(
  key: string,
  { run, items, index, pin }: RunItems,
  spread: "all" | "one",
): ExportRows {
  const shown = spread === "one" ? items.slice(index, index + 1) : items;
  return shown.flatMap((item) =>
    item
      ? [
          [
            run.name,
            run.id,
            key,
            item.step,
            item.index,
            item.type,
            item.caption,
            item.mime,
            item.size_bytes,
            item.sha256,
            pin?.source ?? null,
          ],
        ]
      : [],
  );
}

const NAME_PX = 13;

/** The cards that are drawn, as they stand: their pictures with what lies over them, whose they are, and their captions. */
export function cardsSvg(box: HTMLElement): string {
  const cards = [...box.querySelectorAll("li[data-run]")];
  const rects = cards.map((card) => card.getBoundingClientRect());
  const frame = {
    left: box.getBoundingClientRect().left,
    width: box.getBoundingClientRect().width,
    top: Math.min(...rects.map(({ top }) => top)),
  };
  const height = Math.max(0, ...rects.map(({ bottom }) => bottom - frame.top));
  const place = (part: Element) => {
    const { left, top, width, height } = part.getBoundingClientRect();
    return { x: left - frame.left, y: top - frame.top, width, height };
  };
  const style = getComputedStyle(box);
  const content = cards.map((card) => {
    const { x, y, width, height } = place(card);
    const pictures = [...card.querySelectorAll<HTMLImageElement | HTMLCanvasElement>("img, canvas")];
    const words = [...card.querySelectorAll("[data-words]")];
    return element(
      "g",
      {},
      element("rect", { x, y, width, height, fill: "none", stroke: style.color, "stroke-opacity": 0.2 }) +
        pictures.map((picture) => drawn(picture, place(picture))).join("") +
        [...card.querySelectorAll("[data-class]")]
          .map((box) =>
            element("rect", {
              ...place(box),
              fill: "none",
              stroke: getComputedStyle(box).borderTopColor,
              "stroke-width": 2,
            }),
          )
          .join("") +
        words
          .map((each) => {
            const at = place(each);
            return textElement(each.textContent ?? "", {
              x: at.x,
              y: at.y + at.height / 2 + NAME_PX / 3,
              "font-size": NAME_PX,
              fill: style.color,
            });
          })
          .join(""),
    );
  });
  const background = getComputedStyle(box.closest("article, [role=dialog]") ?? box).backgroundColor;
  return svgDocument(frame.width, height, background, content.join(""));
}

function drawn(
  picture: HTMLImageElement | HTMLCanvasElement,
  place: { x: number; y: number; width: number; height: number },
): string {
  const canvas = document.createElement("canvas");
  const natural = picture instanceof HTMLImageElement ? picture.naturalWidth : picture.width;
  if (natural === 0) return "";
  canvas.width = natural;
  canvas.height = picture instanceof HTMLImageElement ? picture.naturalHeight : picture.height;
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  const { opacity, imageRendering } = getComputedStyle(picture);
  return element("image", {
    ...place,
    href: canvas.toDataURL("image/png"),
    preserveAspectRatio: "none",
    opacity,
    style: `image-rendering: ${imageRendering}`,
  });
}
