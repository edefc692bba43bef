import { lazy } from "react";
import { searchView, text, type ViewState } from "@/route/search";
import { lineParams } from "../../settings/params";
import type { PanelKind } from "../kind";
import { LinesBody } from "./LinesBody";

const params = searchView({
  ...lineParams,
  metric: text(),
  /** A metric reckoned from others, in the place of one. */
  expr: text(),
});

export type LinesSettings = ViewState<typeof params>;

export const lines: PanelKind<LinesSettings> = {
  kind: "lines",
  label: "Lines",
  icon: "chart",
  about: "A metric, or an expression over several, one line for each run or group.",
  settings: params,
  inherits: true,
  single: true,
  title: ({ metric, expr }) => expr || metric,
  Body: LinesBody,
  Form: lazy(() => import("./LinesForm")),
};
