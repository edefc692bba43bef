import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { partingQuery } from "@/api/queries";
import type { XAxis } from "@/api/types";
import { unitsPerSecond } from "@/charts/axis";
import { useCharts, usePageZoom } from "@/charts/context";
import type { Divider } from "@/charts/lines/dividers";
import { useNearViewport } from "@/charts/nearViewport";
import type { LinesSettings } from "@/charts/panels/lines/kind";
import { lines } from "@/charts/panels/lines/kind";
import { LinesBody } from "@/charts/panels/lines/LinesBody";
import { settingsOf } from "@/charts/panels/registry";
import type { Limits } from "@/charts/settings/params";
import { LINES, type Panel } from "@/charts/workspace/arrange";
import styles from "./CompareTable.module.css";
import { PartingLine } from "./PartingLine";

const HEIGHT = 180;

/** A metric of the compared runs; of two, where they part. */
export function CurveCard({ metric, ids, axis }: { metric: string; ids: readonly string[]; axis: XAxis }) {
  const frame = useRef<HTMLElement>(null);
  const near = useNearViewport(frame);
  const { settings: page } = useCharts();
  const { onZoom } = usePageZoom();
  const [limits, setLimits] = useState<Limits | undefined>();
  const panel = useMemo<Panel>(
    () => ({ id: metric, kind: LINES, section: "", metric, columns: 1, rows: 1, change: null }),
    [metric],
  );
  const settings = useMemo(() => {
    const own = settingsOf(lines, panel, page, {}) as unknown as LinesSettings;
    return { ...own, x: axis, yl: limits ?? own.yl };
  }, [panel, page, axis, limits]);
  const onChange = useCallback((part: Partial<LinesSettings>) => setLimits(part.yl), []);
  const parting = useQuery({ ...partingQuery(ids, metric, axis), enabled: near && ids.length === 2 });
  const x = parting.data?.x ?? null;
  const dividers = useMemo<Divider[] | undefined>(
    () => (x === null ? undefined : [{ x: x / unitsPerSecond(axis), label: "part here", lasts: false }]),
    [x, axis],
  );
  return (
    <article ref={frame} className={styles.chart} aria-label={metric}>
      <h3 className={styles.metric} title={metric}>
        {metric}
      </h3>
      {near ? (
        <LinesBody
          panel={panel}
          title={metric}
          settings={settings}
          height={HEIGHT}
          full={false}
          dividers={dividers}
          onChange={onChange}
          onReport={ignoreReport}
        />
      ) : (
        <div style={{ height: HEIGHT }} />
      )}
      {ids.length === 2 && (
        <PartingLine parting={parting.data} error={parting.error} axis={axis} onZoom={onZoom} />
      )}
    </article>
  );
}

const ignoreReport = () => undefined;
