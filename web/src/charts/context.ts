import { createContext, useContext } from "react";
import type { MetricName } from "@/api/types";
import type { ChartRun } from "./lines/plot";
import type { LineSettings } from "./settings/params";

/** What all panels of a page share. */
export interface ChartsPageContext {
  project: string;
  /** The filter of the project's list of runs: panels about many runs are about these. */
  filter: string;
  /** The shown runs, with their lines. */
  runs: readonly ChartRun[];
  /** The page is about one run. */
  single: boolean;
  settings: LineSettings;
  /** What scripts said about their metrics (`define_metric`), by name. */
  said: ReadonlyMap<string, MetricName>;
  /** Lines that are hidden wherever they would be. */
  hidden: ReadonlySet<string>;
  onToggleLine(id: string): void;
}

const Context = createContext<ChartsPageContext | null>(null);
export const ChartsProvider = Context.Provider;

export function useCharts(): ChartsPageContext {
  const context = useContext(Context);
  if (context === null) throw new Error("Panels live on a page of charts.");
  return context;
}

/** The zoom of a page. Apart from the rest: what is around a chart need not be rendered when it changes. */
export interface PageZoom {
  /** The interval of x that all charts show that have the page's x axis; in the API's units. */
  zoom: readonly [number, number] | null;
  onZoom(range: readonly [number, number] | null): void;
  /** A zoom of one chart is the zoom of all. */
  sync: boolean;
}

const Zoom = createContext<PageZoom | null>(null);
export const ZoomProvider = Zoom.Provider;

export function usePageZoom(): PageZoom {
  const zoom = useContext(Zoom);
  if (zoom === null) throw new Error("Panels live on a page of charts.");
  return zoom;
}
