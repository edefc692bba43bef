import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type SeriesQuestion, seriesQuery } from "@/api/queries";
import type { XAxis } from "@/api/types";
import { useTheme } from "@/theme/theme";
import { useAhead } from "../../ahead";
import { metricOf, unitsPerSecond } from "../../axis";
import { useCharts } from "../../context";
import { fieldsOf, rename } from "../../lines/naming";
import { type ChartRun, type Plot, toPlot } from "../../lines/plot";
import { type Grouped, groupLines, restyle } from "../../lines/styling";
import { type RunValues, useRunValues } from "../../runFields";
import type { Limits } from "../../settings/params";
import { useInSight, useSettled, useTurn } from "../../sight";
import type { LinesSettings } from "./kind";
import { useStages } from "./useStages";
import type { XLimits } from "./useXLimits";

/** A zoomed chart asks for a little more on both sides, so that its lines run to the edges. */
const OVERSCAN = 0.05;

export interface Lines {
  runs: readonly ChartRun[];
  /** The values of the fields that style, group and split them. */
  values: RunValues;
  grouped: Grouped | null;
}

/** The runs' lines as the settings want them: styled by fields, or several as one. Null while a field is on its way. */
export function useLines({ by, colour, dash, facet, label }: LinesSettings): Lines | null {
  const { runs } = useCharts();
  const theme = useTheme();
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const fields = useMemo(
    () => [by, colour, dash, facet, ...fieldsOf(label)].filter(Boolean),
    [by, colour, dash, facet, label],
  );
  const values = useRunValues(ids, fields);
  return useMemo(() => {
    if (fields.length === 0) return { runs, values, grouped: null };
    if (values.size === 0) return null;
    return {
      runs: rename(restyle(runs, values, { colour, dash }, theme), values, label),
      values,
      grouped: by === "" ? null : groupLines(runs, values, by, theme),
    };
  }, [runs, values, by, colour, dash, label, fields, theme]);
}

/** The plot of some runs, kept in sight while a finer or newer one is on its way. */
export function usePlot(
  runs: readonly ChartRun[],
  grouped: Grouped | null,
  settings: LinesSettings,
  { limits, shared }: Pick<XLimits, "limits" | "shared">,
  buckets: number,
): { plot: Plot | null; error: Error | null } {
  const { metric, expr, x, smk, bands, spread } = settings;
  const sm = useSettled(settings.sm);
  const { hidden } = useCharts();
  const stages = useStages(settings);
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const xMetric = metricOf(x);
  const range = useMemo(() => withOverscan(limits, metricOf(x) === null), [limits, x]);
  const groups = grouped?.labels ?? null;
  const question = useMemo(
    (): SeriesQuestion => ({
      of: expr === "" ? { metric } : { expression: expr },
      runs: ids,
      x: xMetric === null ? (x as XAxis) : "metric",
      xMetric,
      buckets,
      range,
      groups,
    }),
    [expr, metric, ids, x, xMetric, buckets, range, groups],
  );
  const turn = useTurn(question);
  const inSight = useInSight();
  const client = useQueryClient();
  const asksAhead = shared && inSight && ids.length > 0;
  useAhead(
    asksAhead
      ? (zoom) => {
          const ahead = withOverscan(zoom ?? settings.xl, xMetric === null);
          void client.prefetchQuery(seriesQuery({ ...question, range: ahead }));
        }
      : null,
  );
  const query = useQuery({
    ...seriesQuery(question),
    enabled: turn && ids.length > 0,
    placeholderData: (previous, last) =>
      last?.queryKey[2] === (xMetric === null ? x : "metric") && last.queryKey[3] === xMetric
        ? keepPreviousData(previous)
        : undefined,
  });
  const panel = query.data;
  const lines = grouped?.lines ?? runs;
  const plot = useMemo(() => {
    if (!panel) return null;
    const shown = hidden.size === 0 ? lines : lines.filter((line) => !hidden.has(line.id));
    return toPlot(panel, x, shown, { sm, smk, bands, spread }, stages);
  }, [panel, lines, hidden, x, sm, smk, bands, spread, stages]);
  return { plot, error: query.error };
}

function withOverscan([low, high]: Limits, whole: boolean): Limits | null {
  if (low === null && high === null) return null;
  const air = low !== null && high !== null ? (high - low) * OVERSCAN : 0;
  const from = low === null ? null : low - air;
  const to = high === null ? null : high + air;
  return whole ? [from === null ? null : Math.floor(from), to === null ? null : Math.ceil(to)] : [from, to];
}

/** Limits as a chart draws them. */
export function drawnLimits([low, high]: Limits, x: LinesSettings["x"]): Limits {
  const units = unitsPerSecond(x);
  return [low === null ? null : low / units, high === null ? null : high / units];
}

/** A drawn interval in the API's units, which are whole but for metrics. */
export function askedRange(x: LinesSettings["x"], [from, to]: readonly [number, number]): [number, number] {
  if (metricOf(x) !== null) return [from, to];
  const units = unitsPerSecond(x);
  const low = Math.round(from * units);
  return [low, Math.max(low + 1, Math.round(to * units))];
}
