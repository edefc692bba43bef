import { lazy } from "react";
import { fieldLabel } from "@/project/fields";
import { flag, searchView, text, type ViewState } from "@/route/search";
import type { PanelKind } from "../kind";

const params = searchView({ x: text(), y: text(), colour: text(), logx: flag(), log: flag() });

export type ScatterSettings = ViewState<typeof params>;

export const scatter: PanelKind<ScatterSettings> = {
  kind: "scatter",
  label: "Scatter",
  icon: "scatter",
  about: "One field of the runs over another, a point for each run, coloured by a third.",
  settings: params,
  inherits: false,
  single: false,
  title: ({ x, y }) => (x && y ? `${fieldLabel(y)} over ${fieldLabel(x)}` : ""),
  Body: lazy(() => import("./ScatterBody")),
  Form: lazy(() => import("./ScatterForm")),
};
