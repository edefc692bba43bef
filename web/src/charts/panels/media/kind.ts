import { lazy } from "react";
import { choice, searchView, text, type ViewState } from "@/route/search";
import type { PanelKind } from "../kind";

export const SIZES = ["medium", "small", "large"] as const;
export const SPREADS = ["auto", "one", "all"] as const;

const params = searchView({
  key: text(),
  /** Empty follows the newest. */
  step: text(),
  sample: text(),
  /** In which of its ways the key is shown; empty is the first. */
  as: text(),
  size: choice(SIZES),
  spread: choice(SPREADS),
});

export type MediaSettings = ViewState<typeof params>;

export const media: PanelKind<MediaSettings> = {
  kind: "media",
  label: "Media",
  icon: "image",
  about: "Images, sounds, films or other media under a key, those of all shown runs beside each other.",
  settings: params,
  inherits: false,
  single: true,
  columns: 2,
  rows: 2,
  title: ({ key }) => key,
  Body: lazy(() => import("./MediaBody")),
  Form: lazy(() => import("./MediaForm")),
};
