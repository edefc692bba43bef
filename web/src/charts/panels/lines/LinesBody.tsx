import { useCallback, useEffect, useMemo, useState } from "react";
import { useMayEdit } from "@/access/rights";
import { useMarks } from "@/comments/useMarks";
import { useCharts } from "../../context";
import type { Divider } from "../../lines/dividers";
import { facetsOf } from "../../lines/styling";
import type { BodyProps } from "../kind";
import { Chart, type Commenting } from "./Chart";
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
  const [commenting, begin] = useCommenting(() => settings.unmarked && onChange({ unmarked: false }));
  useLinesReport(
    { ...props, marked: marks.length > 0, onComment: begin },
    plots,
    drawnLimits(limits, settings.x),
    lines.runs,
  );
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
        commenting={commenting}
        height={settings.legend && !full ? height - LEGEND_PX : height}
      />
      {settings.legend && !full && <Legend lines={all} />}
      {full && plot && all.length > 0 && (
        <LineTable plot={plot} lines={all} metric={settings.expr === "" ? settings.metric : ""} />
      )}
    </div>
  );
}

/** How one comments at a place of the chart, and what begins to choose one; nothing for who may not. */
function useCommenting(onWritten: () => void): [Commenting | undefined, (() => void) | undefined] {
  const mayEdit = useMayEdit(useCharts().project);
  const [choosing, setChoosing] = useState(false);
  // By then the menu has given the focus back.
  const begin = useCallback(() => void setTimeout(() => setTimeout(() => setChoosing(true))), []);
  useEffect(() => {
    if (!choosing) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setChoosing(false);
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [choosing]);
  if (!mayEdit) return [undefined, undefined];
  return [{ choosing, onChosen: () => setChoosing(false), onWritten }, begin];
}
