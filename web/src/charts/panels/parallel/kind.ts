import { lazy } from "react";
import { list, searchView, text, type ViewState } from "@/route/search";
import type { PanelKind } from "../kind";

const params = searchView({ field: list(), colour: text(), log: list(), brush: list() });

export type ParallelSettings = ViewState<typeof params>;

export const parallel: PanelKind<ParallelSettings> = {
  kind: "parallel",
  label: "Parallel coordinates",
  icon: "parallel",
  about:
    "Parameters and results side by side, a line through them for each run; a drag on an axis picks runs.",
  settings: params,
  inherits: false,
  single: false,
  columns: 3,
  title: () => "Parallel coordinates",
  Body: lazy(() => import("./ParallelBody")),
  Form: lazy(() => import("./ParallelForm")),
};
