import { useCallback, useMemo } from "react";
import { type SetView, useView } from "@/route/navigation";
import type { ChartSettings } from "./ChartPanel";
import { type ChartView, chartView } from "./view";

interface Charts {
  view: ChartView;
  change: SetView<ChartView>;
  settings: ChartSettings;
  toggle(section: string): void;
}

/** The chart view of the address, in the forms that the toolbar and the sections take. */
export function useChartSettings(): Charts {
  const [view, change] = useView(chartView);
  const onZoom = useCallback((zoom: [number, number] | null) => change({ zoom }), [change]);
  const { x, sm, log, zoom } = view;
  const [low, high] = zoom ?? [];
  const settings = useMemo<ChartSettings>(
    () => ({
      x,
      smoothing: sm,
      log,
      zoom: low !== undefined && high !== undefined ? [low, high] : null,
      onZoom,
    }),
    [x, sm, log, low, high, onZoom],
  );
  const toggle = (section: string) => {
    const toggled = view.sec ?? [];
    const next = toggled.includes(section)
      ? toggled.filter((name) => name !== section)
      : [...toggled, section];
    change({ sec: next.length > 0 ? next : null }, "replace");
  };
  return { view, change, settings, toggle };
}
