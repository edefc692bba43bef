import { useMemo } from "react";
import { useMarks } from "@/comments/useMarks";
import type { Divider } from "../../lines/dividers";
import { facetsOf } from "../../lines/styling";
import type { BodyProps } from "../kind";
import { Chart } from "./Chart";
import { Facets } from "./Facets";
import type { LinesSettings } from "./kind";
import { Legend } from "./Legend";
import styles from "./Lines.module.css";
import { LineTable } from "./LineTable";
import { useLinesReport } from "./useLinesReport";
import { drawnLimits, type Lines, useLines, usePlot } from "./usePlots";
import { useXLimits } from "./useXLimits";

/** About two buckets a pixel column. */
const CARD_BUCKETS = 500;
const FULL_BUCKETS = 2000;
export const LEGEND_PX = 54;

interface Props extends BodyProps<LinesSettings> {
  /** Stand on the chart whatever is highlighted. */
  dividers?: readonly Divider[];
}

/** One metric of the shown runs. */
export function LinesBody(props: Props) {
  const { settings, height } = props;
  if (settings.metric === "" && settings.expr === "")
    return (
      <div className={styles.plot} style={{ height }}>
        <p className={styles.state}>Write an expression, or name a metric, in the settings of this panel.</p>
      </div>
    );
  return <NamedLines {...props} />;
}

function NamedLines(props: Props) {
  const { settings, height } = props;
  const lines = useLines(settings);
  const facets = useMemo(
    () => (lines && settings.facet !== "" ? facetsOf(lines.runs, lines.values, settings.facet) : null),
    [lines, settings.facet],
  );
  if (lines === null) return <div style={{ height }} />;
  if (facets !== null) return <Facets {...props} facets={facets} lines={lines} />;
  return <OneChart {...props} lines={lines} />;
}

function OneChart(props: Props & { lines: Lines }) {
  const { panel, title, settings, height, full, lines, dividers, onChange } = props;
  const seen = useXLimits(settings);
  const { limits, zoomed, zoom } = seen;
  const buckets = full ? FULL_BUCKETS : Math.min(FULL_BUCKETS, CARD_BUCKETS * panel.columns);
  const { plot: bare, error } = usePlot(lines.runs, lines.grouped, settings, seen, buckets);
  const plot = useMemo(() => (bare && dividers ? { ...bare, dividers } : bare), [bare, dividers]);
  const all = lines.grouped?.lines ?? lines.runs;
  const plots = useMemo(() => (plot ? [{ label: "", plot }] : []), [plot]);
  const marks = useMarks(panel.id, settings.x);
  useLinesReport({ ...props, marked: marks.length > 0 }, plots, drawnLimits(limits, settings.x), lines.runs);
  return (
    <div className={styles.body}>
      <Chart
        plot={plot}
        error={error}
        title={title}
        settings={settings}
        limits={limits}
        zoomed={zoomed}
        onZoom={zoom}
        onLimitY={(yl) => onChange({ yl })}
        panel={panel.id}
        marks={settings.unmarked ? undefined : marks}
        height={settings.legend && !full ? height - LEGEND_PX : height}
      />
      {settings.legend && !full && <Legend lines={all} />}
      {full && plot && all.length > 0 && (
        <LineTable plot={plot} lines={all} metric={settings.expr === "" ? settings.metric : ""} />
      )}
    </div>
  );
}
