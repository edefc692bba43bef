import { lazy } from "react";
import { fieldLabel } from "@/project/fields";
import { choice, searchView, text, type ViewState } from "@/route/search";
import type { PanelKind } from "../kind";

export const WHISKERS = ["ci", "std", "stderr", "none"] as const;

const params = searchView({ y: text(), by: text(), spread: choice(WHISKERS) });

export type BarsSettings = ViewState<typeof params>;

export const bars: PanelKind<BarsSettings> = {
  kind: "bars",
  label: "Bars",
  icon: "bars",
  about: "A figure of each shown run, or its mean over groups of all runs with a confidence interval.",
  settings: params,
  inherits: false,
  single: false,
  title: ({ y, by }) => (y ? `${fieldLabel(y)}${by ? ` by ${fieldLabel(by)}` : ""}` : ""),
  Body: lazy(() => import("./BarsBody")),
  Form: lazy(() => import("./BarsForm")),
};
