import { lazy } from "react";
import { fieldLabel } from "@/project/fields";
import { list, searchView, text, type ViewState } from "@/route/search";
import type { PanelKind } from "../kind";

const params = searchView({ y: text(), field: list() });

export type ImportanceSettings = ViewState<typeof params>;

export const importance: PanelKind<ImportanceSettings> = {
  kind: "importance",
  label: "Parameter importance",
  icon: "importance",
  about: "Which parameters a result goes along with, how strongly, and how far chance does as much.",
  settings: params,
  inherits: false,
  single: false,
  title: ({ y }) => (y ? `Importance for ${fieldLabel(y)}` : ""),
  Body: lazy(() => import("./ImportanceBody")),
  Form: lazy(() => import("./ImportanceForm")),
};
