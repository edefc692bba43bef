import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { MediaItem, MediaKey } from "@/api/types";

import type { Pin, PinAction } from "./pins/pins";
import type { MediaRun } from "./runs";

/** What a run has of a key where the sliders and pins say. */
export interface RunItems {
  run: MediaRun;
  /** The step that was asked for; null is the newest. */
  wanted: number | null;
  /** Where the items are; null where there are none. */
  step: number | null;
  /** By their places; those that were not asked for yet are gaps. */
  items: readonly MediaItem[];
  /** What holds the run at its step. */
  pin: Pin | null;
  /** The sample to show, within `items`. */
  index: number;
}

/** What every viewer can do. */
export interface ViewerActions {
  pin(action: PinAction): void;
  showSample(run: string, index: number): void;
  /** Fills the window with an item. */
  open(run: string, item: MediaItem): void;
}

/** One item of one run, in a frame that names the run, its step, its pin and its sample. */
export interface CardProps extends ViewerActions {
  media: MediaKey;
  shown: RunItems;
  item: MediaItem;
  /** The room there is, in pixels. */
  width: number;
  height: number;
}

/** A key's items of all runs in one piece, such as tables that are joined. */
export interface PanelProps extends ViewerActions {
  media: MediaKey;
  shown: readonly RunItems[];
}

/** Stands in a key's head: what all its cards share. */
export interface ToolsProps {
  media: MediaKey;
}

/** Fills the window; what is open is in the address. */
export interface FullProps {
  media: MediaKey;
  onClose(): void;
}

type Lazy<P> = LazyExoticComponent<ComponentType<P>>;

interface Shown {
  Tools?: Lazy<ToolsProps>;
  Full?: Lazy<FullProps>;
}

/** How a type is shown: a card a run, or a panel for all of them. */
export type MediaKind =
  | (Shown & {
      form: "cards";
      /** Height by width of the room for an item of this kind, in the way that its key is shown. */
      shape(item: MediaItem | undefined, way: string | null): number;
      /** Whether its cards need room for axes or controls. */
      wide?(way: string | null): boolean;
      /** How many pixels of the room its controls or axes take at the lower end: nothing may lie over them. */
      foot?: number;
      Card: Lazy<CardProps>;
    })
  | (Shown & { form: "panel"; Panel: Lazy<PanelProps> });

const pictureShape = (item: MediaItem | undefined): number => {
  const { width, height } = item?.facts ?? {};
  if (typeof width !== "number" || typeof height !== "number" || width <= 0) return 0.8;
  // One banner should not make rows of slits, one column no towers.
  return Math.max(0.5, Math.min(1.1, height / width));
};

const TextViewer = lazy(() => import("./text/TextViewer"));

const KINDS: Record<string, MediaKind> = {
  image: {
    form: "cards",
    shape: pictureShape,
    Card: lazy(() => import("./image/ImageCard")),
    Tools: lazy(() => import("./image/MarksMenu")),
    Full: lazy(() => import("./image/viewer/ImageViewer")),
  },
  video: {
    form: "cards",
    // Its controls stand under it.
    shape: (item) => pictureShape(item) + 0.1,
    wide: () => true,
    foot: 30,
    Card: lazy(() => import("./film/VideoCard")),
    Tools: lazy(() => import("./film/FilmTools")),
  },
  audio: {
    form: "cards",
    shape: (_, way) => (way === null ? 0.6 : 0.45),
    wide: () => true,
    foot: 32,
    Card: lazy(() => import("./sound/AudioCard")),
    Tools: lazy(() => import("./sound/SoundTools")),
  },
  histogram: {
    form: "cards",
    shape: (_, way) => (way === null ? 0.6 : 0.8),
    wide: (way) => way !== null,
    foot: 24,
    Card: lazy(() => import("./histogram/HistogramCard")),
    Tools: lazy(() => import("./histogram/WayMenu")),
  },
  text: { form: "cards", shape: () => 0.8, Card: lazy(() => import("./text/TextCard")), Full: TextViewer },
  html: { form: "cards", shape: () => 0.8, Card: lazy(() => import("./html/HtmlCard")), Full: TextViewer },
  figure: {
    form: "cards",
    shape: () => 0.75,
    Card: lazy(() => import("./figure/FigureCard")),
    Full: lazy(() => import("./figure/FigureViewer")),
  },
  molecule: {
    form: "cards",
    shape: () => 0.8,
    Card: lazy(() => import("./molecule/MoleculeCard")),
    Tools: lazy(() => import("./molecule/MoleculeTools")),
    Full: lazy(() => import("./molecule/MoleculeViewer")),
  },
  graph: {
    form: "cards",
    shape: () => 0.8,
    Card: lazy(() => import("./graph/GraphCard")),
    Full: lazy(() => import("./graph/GraphViewer")),
  },
  object3d: {
    form: "cards",
    shape: () => 0.8,
    Card: lazy(() => import("./solid/SolidCard")),
    Tools: lazy(() => import("./solid/SolidTools")),
    Full: lazy(() => import("./solid/SolidViewer")),
  },
  table: { form: "panel", Panel: lazy(() => import("./table/TablePanel")) },
};

const FILE: MediaKind = { form: "panel", Panel: lazy(() => import("./file/FilePanel")) };

export const kindOf = (type: string): MediaKind => KINDS[type] ?? FILE;
