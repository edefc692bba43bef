import { lazy } from "react";
import { searchView, text, type ViewState } from "@/route/search";
import type { PanelKind } from "../kind";

const params = searchView({ text: text() });

export type TextSettings = ViewState<typeof params>;

export const words: PanelKind<TextSettings> = {
  kind: "text",
  label: "Text",
  icon: "text",
  about: "Your own words, in Markdown.",
  isBlank: true,
  settings: params,
  inherits: false,
  single: true,
  title: ({ text: said }) => /^#+\s*(.+)$/m.exec(said)?.[1] ?? "",
  Body: lazy(() => import("./TextBody")),
  Form: lazy(() => import("./TextForm")),
};
