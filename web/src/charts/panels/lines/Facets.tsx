import { useEffect, useMemo, useState } from "react";
import { fieldLabel } from "@/project/fields";
import { unitsPerSecond } from "../../axis";
import type { ChartRun, Plot } from "../../lines/plot";
import type { Facet, Grouped } from "../../lines/styling";
import { visibleX, visibleY } from "../../lines/visible";
import type { Limits } from "../../settings/params";
import type { BodyProps } from "../kind";
import { Chart } from "./Chart";
import type { LinesSettings } from "./kind";
import { Legend } from "./Legend";
import styles from "./Lines.module.css";
import { LEGEND_PX } from "./LinesBody";
import { useLinesReport } from "./useLinesReport";
import { drawnLimits, type Lines, usePlot } from "./usePlots";
import { useXLimits, type XLimits } from "./useXLimits";

/** More would be too small to say anything. */
const MAX_FACETS = 12;
const BUCKETS = 300;
const TITLE_PX = 18;
const LEAST_PX = 90;

type Plots = ReadonlyMap<string, Plot>;

/** A small chart for each value of a field, all with the same axes. */
export function Facets(props: BodyProps<LinesSettings> & { facets: readonly Facet[]; lines: Lines }) {
  const { title, settings, height, facets, lines, onChange } = props;
  const x = useXLimits(settings);
  const shown = useMemo(() => facets.slice(0, MAX_FACETS), [facets]);
  const columns = shown.length < 2 ? 1 : shown.length < 5 ? 2 : 3;
  const room = settings.legend ? height - LEGEND_PX : height;
  const each = Math.max(LEAST_PX, Math.floor(room / Math.ceil(shown.length / columns)) - TITLE_PX - 2);
  const [plots, setPlots] = useState<Plots>(new Map());
  const common = commonLimits(shown, plots, settings, x.limits);
  const exported = useMemo(
    () =>
      shown.flatMap(({ label }) => {
        const plot = plots.get(label);
        return plot ? [{ label, plot }] : [];
      }),
    [shown, plots],
  );
  useLinesReport(props, exported, drawnLimits(x.limits, settings.x), lines.runs);
  return (
    <>
      <div
        className={styles.facets}
        style={{ height: room, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
        tabIndex={0}
        role="group"
        aria-label={`${title} by ${fieldLabel(settings.facet)}`}
      >
        {shown.map((facet) => (
          <FacetChart
            key={facet.label}
            facet={facet}
            grouped={lines.grouped && labelsOf(facet, lines.grouped, lines.runs)}
            settings={{ ...settings, yl: common.y }}
            common={common.x}
            title={`${title}, ${facet.label}`}
            x={x}
            height={each}
            onLimitY={(yl) => onChange({ yl })}
            onPlot={(plot) => setPlots((known) => new Map(known).set(facet.label, plot))}
          />
        ))}
        {facets.length > shown.length && (
          <p className={styles.more}>{facets.length - shown.length} more values are not shown.</p>
        )}
      </div>
      {settings.legend && <Legend lines={lines.grouped?.lines ?? lines.runs} />}
    </>
  );
}

/** The same axes for all: else they could not be compared. Those of x are in the API's units. */
function commonLimits(
  facets: readonly Facet[],
  plots: Plots,
  settings: LinesSettings,
  limits: Limits,
): { x: Limits; y: Limits } {
  const asked = {
    ...settings,
    logX: settings.logx,
    xLimits: drawnLimits(limits, settings.x),
    yLimits: settings.yl,
  };
  const drawn = facets.flatMap(({ label }) => {
    const plot = plots.get(label);
    return plot?.lines.length ? [plot] : [];
  });
  if (drawn.length === 0) return { x: limits, y: settings.yl };
  const hull = (ends: readonly [number, number][]): [number, number] => [
    Math.min(...ends.map(([low]) => low)),
    Math.max(...ends.map(([, high]) => high)),
  ];
  const x = hull(drawn.map((plot) => visibleX(plot, asked)));
  const units = unitsPerSecond(settings.x);
  return { x: [x[0] * units, x[1] * units], y: hull(drawn.map((plot) => visibleY(plot, asked))) };
}

const labelsOf = (facet: Facet, grouped: Grouped, all: readonly ChartRun[]): Grouped => ({
  lines: grouped.lines,
  labels: facet.runs.map(({ id }) => grouped.labels[all.findIndex((run) => run.id === id)] ?? ""),
});

interface FacetProps {
  facet: Facet;
  grouped: Grouped | null;
  settings: LinesSettings;
  title: string;
  x: XLimits;
  /** What all charts show of x. */
  common: Limits;
  height: number;
  onLimitY(limits: Limits | undefined): void;
  onPlot(plot: Plot): void;
}

function FacetChart({ facet, grouped, settings, title, x, common, height, onLimitY, onPlot }: FacetProps) {
  const { plot, error } = usePlot(facet.runs, grouped, settings, x, BUCKETS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot is all there is to tell.
  useEffect(() => {
    if (plot) onPlot(plot);
  }, [plot]);
  return (
    <section className={styles.facet}>
      <h4 className={styles.facetTitle} title={facet.label}>
        {facet.label}
      </h4>
      <Chart
        plot={plot}
        error={error}
        title={title}
        settings={settings}
        limits={common}
        zoomed={x.zoomed}
        onZoom={x.zoom}
        onLimitY={onLimitY}
        height={height}
      />
    </section>
  );
}
