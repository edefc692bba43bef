import { lazy } from "react";
import { choice, searchView, text, type ViewState } from "@/route/search";
import type { PanelKind } from "../kind";

export const HISTOGRAM_WAYS = ["heatmap", "ridgeline", "step", "table"] as const;

const params = searchView({ key: text(), as: choice(HISTOGRAM_WAYS), step: text() });

export type HistogramsSettings = ViewState<typeof params>;

export const histograms: PanelKind<HistogramsSettings> = {
  kind: "histograms",
  label: "Histograms over time",
  icon: "bars",
  about: "How the values under a key spread, step by step: a heatmap, ridgelines, or one step of each run.",
  settings: params,
  inherits: false,
  single: true,
  columns: 2,
  title: ({ key }) => key,
  Body: lazy(() => import("./HistogramsBody")),
  Form: lazy(() => import("./HistogramsForm")),
};
