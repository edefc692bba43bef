import { useEffect, useMemo } from "react";
import { apiUrl, segment } from "@/api/client";
import { formatNumber } from "@/format/number";
import { formatInUnit, unitOf } from "@/format/units";
import { tokenColour, useTheme } from "@/theme/theme";
import { axisLabel } from "../../axis";
import { useCharts } from "../../context";
import { type ChartRun, lastValue, type Plot } from "../../lines/plot";
import { isPressedFlat } from "../../lines/range";
import { isOpen, type Limits } from "../../settings/params";
import type { BodyProps } from "../kind";
import type { LinesSettings } from "./kind";

const MAX_LINKS = 20;

/** Tells what line charts show: pictures and values to take along, and the way to the exact points. */
export function useLinesReport(
  props: Pick<BodyProps<LinesSettings>, "title" | "settings" | "onChange" | "onReport"> & {
    /** Whether people said something of places on the chart. */
    marked?: boolean;
    /** Begins to choose a place on the chart to comment at. */
    onComment?: () => void;
  },
  plots: readonly { label: string; plot: Plot }[],
  xLimits: Limits,
  runs: readonly ChartRun[],
): void {
  const { title, settings, onChange, onReport, marked = false, onComment } = props;
  const { settings: page } = useCharts();
  const theme = useTheme();
  const flat = useMemo(
    () => isOpen(settings.yl) && plots.some(({ plot }) => isPressedFlat(plot, settings.log)),
    [plots, settings.yl, settings.log],
  );
  useEffect(() => {
    if (plots.length === 0) return;
    const { x, logx, log, clip, yl, metric } = settings;
    const unit = unitOf(metric);
    const [only] = plots.length === 1 && runs.length === 1 ? (plots[0]?.plot.lines ?? []) : [];
    const colours = () => ({
      background: tokenColour("--panel", theme),
      ink: tokenColour("--ink", theme),
      quiet: tokenColour("--ink-3", theme),
      grid: tokenColour("--grid", theme),
    });
    onReport({
      mark: nonFinite(plots.map(({ plot }) => plot)),
      over: x === page.x ? "" : `over ${axisLabel(x)}`,
      offer: flat
        ? {
            label: "outliers",
            title: clip
              ? "Values far beyond the others do not widen the y axis: show them all"
              : "A few values lie far beyond the others: leave them out of the y axis",
            on: clip,
            turn: () => onChange({ clip: !clip }),
          }
        : null,
      marks: marked
        ? { on: !settings.unmarked, turn: () => onChange({ unmarked: !settings.unmarked }) }
        : null,
      comment: onComment ?? null,
      value: only ? (unit ? formatInUnit(lastValue(only), unit) : formatNumber(lastValue(only), 5)) : "",
      svg: async () => {
        const { linesSvg } = await import("../../export/linesSvg");
        return linesSvg({ title, plots, x, logX: logx, log, clip, xLimits, yLimits: yl, colours: colours() });
      },
      table: async () => (await import("../../export/linesTable")).linesTable(plots, x),
      links: () =>
        runs
          .slice(0, metric === "" ? 0 : MAX_LINKS)
          .map(({ id, label }) => ({ label, href: apiUrl(`runs/${segment(id)}/points`, { metric }) })),
    });
  }, [plots, runs, settings, title, xLimits, theme, flat, marked, onComment, page.x, onChange, onReport]);
}

/** How many values are marked at the edges of the charts because they are no finite numbers. */
function nonFinite(plots: readonly Plot[]): string {
  const kinds = plots.flatMap(({ lines }) => lines.flatMap((line) => line.nonfinite.map(([, kind]) => kind)));
  if (kinds.length === 0) return "";
  return `${kinds.length} ${kinds.every((kind) => kind === "NaN") ? "NaN" : "non-finite"}`;
}
