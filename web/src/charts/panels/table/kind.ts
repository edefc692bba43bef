import { lazy } from "react";
import { list, searchView, text, type ViewState } from "@/route/search";
import type { PanelKind } from "../kind";

const params = searchView({ field: list(), sort: text() });

export type TableSettings = ViewState<typeof params>;

export const table: PanelKind<TableSettings> = {
  kind: "table",
  label: "Runs table",
  icon: "columns",
  about: "The runs of the page with some of their fields, sorted by one.",
  settings: params,
  inherits: false,
  single: false,
  title: () => "Runs",
  columns: 2,
  Body: lazy(() => import("./TableBody")),
  Form: lazy(() => import("./TableForm")),
};
