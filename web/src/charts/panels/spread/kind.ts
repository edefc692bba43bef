import { lazy } from "react";
import { fieldLabel } from "@/project/fields";
import { choice, flag, searchView, text, type ViewState } from "@/route/search";
import type { PanelKind } from "../kind";

const params = searchView({ y: text(), by: text(), shape: choice(["box", "violin"]), log: flag() });

export type SpreadSettings = ViewState<typeof params>;

export const spread: PanelKind<SpreadSettings> = {
  kind: "spread",
  label: "Box or violin",
  icon: "box",
  about: "How a figure of the runs spreads in each group: quartiles, whiskers, outliers, or its density.",
  settings: params,
  inherits: false,
  single: false,
  title: ({ y, by }) => (y ? `${fieldLabel(y)}${by ? ` by ${fieldLabel(by)}` : ""}` : ""),
  Body: lazy(() => import("./SpreadBody")),
  Form: lazy(() => import("./SpreadForm")),
};
