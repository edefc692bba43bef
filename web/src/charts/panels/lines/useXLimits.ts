import { useMemo, useState } from "react";
import { useCharts, usePageZoom } from "../../context";
import type { Limits } from "../../settings/params";
import type { LinesSettings } from "./kind";

type Range = readonly [number, number];

export interface XLimits {
  /** What is shown of x, in the API's units. */
  limits: Limits;
  zoomed: boolean;
  /** It is the zoom of all charts. */
  shared: boolean;
  zoom(range: Range | null): void;
}

/** What a chart shows of x, and the way to change it: the zoom of all charts, or its own. */
export function useXLimits(settings: LinesSettings): XLimits {
  const { settings: page } = useCharts();
  const { zoom, onZoom, sync } = usePageZoom();
  const [own, setOwn] = useState<Range | null>(null);
  // Charts over another x than the page's have nothing of its zoom: they zoom by themselves.
  const shared = sync && settings.x === page.x;
  const range = shared ? zoom : own;
  const [low, high] = range ?? settings.xl;
  const limits = useMemo<Limits>(() => [low, high], [low, high]);
  return { limits, zoomed: range !== null, shared, zoom: shared ? onZoom : setOwn };
}
