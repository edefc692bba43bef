import type { MediaView } from "./mediaView";

/** The least width of a card, in pixels. */
const LEAST: Record<MediaView["tiles"], number> = { small: 112, medium: 168, large: 340 };
/** Of one that has axes or controls. */
const LEAST_WIDE: Record<MediaView["tiles"], number> = { small: 230, medium: 310, large: 520 };
/** Few cards grow up to this, so that they fill their row. */
const MOST_GROWTH = 1.5;
export const GAP = 10;
/** What stands under the picture of a card: the run's line, and the line of caption and samples. */
const RUN_LINE = 26;
const CAPTION_LINE = 26;

export interface CardSize {
  columns: number;
  width: number;
  /** The room for the item itself. */
  height: number;
  /** Of the whole card. */
  total: number;
}

/** How cards of a shape (height by width) fill a width: where there is one a run, and the runs are few, they grow. */
export function cardSize(
  width: number,
  tiles: MediaView["tiles"],
  { shape, wide = false }: { shape: number; wide?: boolean },
  single: boolean,
  runs = Number.POSITIVE_INFINITY,
): CardSize {
  const least = (wide ? LEAST_WIDE : LEAST)[tiles];
  const fitting = Math.max(1, Math.floor((width + GAP) / (least + GAP)));
  const columns = Math.min(fitting, Math.max(runs, Math.ceil(fitting / MOST_GROWTH)));
  const card = Math.max(1, Math.floor((width - GAP * (columns - 1)) / columns));
  // A card has a hairline on each side.
  const height = Math.round((card - 2) * shape);
  return { columns, width: card, height, total: height + (single ? 0 : RUN_LINE) + CAPTION_LINE + 2 };
}

/** How high so many cards are together, in rows with gaps between. */
export const rowsHeight = (cards: number, { columns, total }: CardSize): number => {
  const rows = Math.ceil(cards / columns);
  return rows * total + Math.max(0, rows - 1) * GAP;
};
