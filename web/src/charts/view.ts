import { flag, list, range, searchView, text, type ViewState } from "@/route/search";
import { lineParams } from "./settings/params";

/** How a page's charts are shown; shared by every page that shows charts. */
export const chartView = searchView({
  ...lineParams,
  /** The search for panels. */
  m: text(),
  zoom: range(),
  /** A zoom of one chart is the zoom of all. */
  sync: flag(true),
  /** Sections whose state differs from their default (open, but for system sections). */
  sec: list(),
  /** Lines that are hidden wherever they would be. */
  hide: list(),
  /** The panel that fills the window. */
  full: text(),
});

export type ChartView = ViewState<typeof chartView>;
