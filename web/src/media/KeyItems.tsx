import type { MediaItem, MediaKey } from "@/api/types";
import { AllCards } from "./card/AllCards";
import { RunCards } from "./card/RunCards";
import type { CardSize } from "./layout";
import { PanelBlock } from "./PanelBlock";
import type { MediaKind, ViewerActions } from "./registry";
import type { MediaRun } from "./runs";

interface Props {
  kind: MediaKind;
  media: MediaKey;
  /** Those that have something of the key; undefined until it is known. */
  runs: readonly MediaRun[] | undefined;
  wanted: number | null;
  /** The newest step that the slider has. */
  newest: number;
  /** A card for each sample of a step, or one that can be turned over. */
  spread: "all" | "one";
  size: CardSize;
  actions: ViewerActions;
  /** The first item there is: it says what shape the cards have. */
  onFirst(item: MediaItem): void;
}

/** What runs show of a key. */
export function KeyItems({ kind, spread, ...rest }: Props) {
  if (kind.form === "panel") return <PanelBlock kind={kind} {...rest} />;
  const Cards = spread === "all" ? AllCards : RunCards;
  return <Cards kind={kind} {...rest} />;
}
