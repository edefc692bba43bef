import type { XAxis } from "@/api/types";
import { choice, flag, list, number, range, searchView, text, type ViewState } from "@/route/search";

/** How charts are shown; shared by every page that shows charts. */
export const chartView = searchView({
  m: text(),
  x: choice<XAxis>(["step", "relative", "time"]),
  sm: number(0, 0, 0.99),
  log: flag(),
  zoom: range(),
  /** Sections whose state differs from their default (open, but for system sections). */
  sec: list(),
});

export type ChartView = ViewState<typeof chartView>;
