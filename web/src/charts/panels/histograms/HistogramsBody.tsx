import { useQueries } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { histogramsQuery, itemsQuery } from "@/api/media";
import type { Histograms } from "@/api/schema";
import { plural } from "@/format/number";
import { barsOf } from "@/media/histogram/bars";
import { OverTime } from "@/media/histogram/OverTime";
import { joinedReach, noteOf, reachOf } from "@/media/histogram/overTime";
import { StepsTable } from "@/media/histogram/StepsTable";
import { StepSlider } from "@/media/StepSlider";
import { useWidth } from "@/ui/width";
import { useCharts } from "../../context";
import type { ChartRun } from "../../lines/plot";
import type { BodyProps, ExportTable } from "../kind";
import { usePanelMedia } from "../shared/mediaKeys";
import { PlotBox } from "../shared/PlotBox";
import { usePanelStep } from "../shared/usePanelStep";
import { FacetGrid, gridOf } from "./FacetGrid";
import styles from "./Histograms.module.css";
import type { HistogramsSettings } from "./kind";
import { StepFacet } from "./StepFacet";

/** What a picture of a panel's size can show; enlarged it shows more. */
const MOST_RIDGES = { card: 20, full: 40 };
const MOST_COLUMNS = { card: 200, full: 600 };
/** Nobody compares more at a glance, and each is asked for by itself. */
const MOST_RUNS = 24;
const SLIDER_PX = 32;

type Props = BodyProps<HistogramsSettings>;

/** How the values under a key spread over the steps of each run, on the same axes for all of them. */
export default function HistogramsBody(props: Props) {
  const { settings, height, onReport } = props;
  const media = usePanelMedia(settings.key, "histogram");
  const runs = useMemo(() => media.runs.slice(0, MOST_RUNS), [media.runs]);
  if (!media.media) {
    return (
      <PlotBox
        label={props.title}
        height={height}
        asked={{ pending: media.pending, error: null }}
        lacks={media.lacks}
        onReport={onReport}
        table={() => ({ columns: [], rows: [] })}
      >
        {() => null}
      </PlotBox>
    );
  }
  const { key, steps } = media.media;
  const all = media.runs.length;
  return settings.as === "step" ? (
    <OneStep {...props} name={key} steps={steps} runs={runs} all={all} />
  ) : (
    <AllSteps {...props} name={key} runs={runs} all={all} />
  );
}

interface PartProps extends Props {
  /** The key. */
  name: string;
  runs: readonly ChartRun[];
  /** How many runs have something of it. */
  all: number;
}

function AllSteps({ name, runs, all, settings, title, height, full, onReport }: PartProps) {
  const { single } = useCharts();
  const { as } = settings;
  const most = (as === "ridgeline" ? MOST_RIDGES : MOST_COLUMNS)[full ? "full" : "card"];
  const queries = useQueries({ queries: runs.map(({ id }) => histogramsQuery(id, name, 0, most)) });
  const found = runs.flatMap((run, i) => {
    const histograms = queries[i]?.data;
    return histograms && histograms.steps.length > 0 ? [{ ...run, histograms }] : [];
  });
  const asked = {
    pending: found.length === 0 && (runs.length === 0 || queries.some(({ isPending }) => isPending)),
    error: queries.find(({ error, data }) => error && !data)?.error ?? null,
  };
  const reach = joinedReach(found.map(({ histograms }) => reachOf(histograms)));
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const grid = gridOf(found.length, width, height, full);
  const table = () => tableOf(found);
  if (as === "table") {
    return (
      <div className={styles.scroll} style={{ height }} role="region" aria-label={title} tabIndex={0}>
        <ReportTable onReport={onReport} table={table} />
        {asked.error && <p className={styles.name}>{asked.error.message}</p>}
        <Tables found={found} named={!single} />
      </div>
    );
  }
  return (
    <div ref={box}>
      <PlotBox
        label={`${title}, ${as} of ${plural(found.length, "run")}`}
        height={grid.height}
        asked={asked}
        lacks={reach === null ? `There are no histograms under ${name}.` : ""}
        note={sayNote(found[0]?.histograms, grid.shown, all - runs.length + found.length - grid.shown)}
        interactive
        onReport={onReport}
        table={table}
      >
        {(drawn, tall) => (
          <FacetGrid runs={found} grid={grid} width={drawn} height={tall} named={!single}>
            {({ label, colour, histograms }, w, h) =>
              reach && (
                <OverTime
                  way={as === "ridgeline" ? as : "heatmap"}
                  name={label}
                  histograms={histograms}
                  reach={reach}
                  width={w}
                  height={h}
                  colour={colour}
                />
              )
            }
          </FacetGrid>
        )}
      </PlotBox>
      {full && <Tables found={found} named={!single} />}
    </div>
  );
}

interface Found extends ChartRun {
  histograms: Histograms;
}

/** What is left out: of a first run's steps, which stand for those of all, and of runs, `left` of them. */
function sayNote(first: Histograms | undefined, shown: number, left: number): string {
  const all = shown + left;
  return [
    left > 0 && `The first ${shown === 1 ? "" : `${shown} `}of ${plural(all, "run")}`,
    first && noteOf(first),
  ]
    .filter(Boolean)
    .join(" · ");
}

function tableOf(found: readonly Found[]): ExportTable {
  return {
    columns: ["run", "step", "low", "high", "count"],
    rows: found.flatMap(({ label, histograms: { steps, edges, counts } }) =>
      steps.flatMap((step, at) =>
        (counts[at] ?? []).map((count, bin) => [
          label,
          step,
          edges[bin] ?? null,
          edges[bin + 1] ?? null,
          count,
        ]),
      ),
    ),
  };
}

function Tables({ found, named }: { found: readonly Found[]; named: boolean }) {
  return found.map(({ id, label, histograms }) => (
    <section key={id}>
      {named && <h4 className={styles.name}>{label}</h4>}
      <StepsTable name={label} histograms={histograms} />
    </section>
  ));
}

/** A table has no picture to offer, and values all the same. */
function ReportTable({ onReport, table }: Pick<Props, "onReport"> & { table(): ExportTable }) {
  const latest = useRef(table);
  latest.current = table;
  useEffect(
    () => onReport({ mark: "", value: "", svg: null, table: async () => latest.current(), links: () => [] }),
    [onReport],
  );
  return null;
}

function OneStep(props: PartProps & { steps: readonly number[] }) {
  const { name, runs, all, steps, settings, title, height, full, onChange, onReport } = props;
  const { single } = useCharts();
  const [wanted, go] = usePanelStep(settings.step, onChange);
  const queries = useQueries({
    queries: runs.map(({ id }) => itemsQuery({ run: id, key: name, step: wanted, snap: "nearest" })),
  });
  const found = runs.flatMap((run, i) => {
    const { data } = queries[i] ?? {};
    const bars = data?.items[0] && barsOf(data.items[0]);
    return bars ? [{ ...run, bars, step: data.step }] : [];
  });
  const reach = joinedReach(
    found.map(({ bars }) => reachOf({ edges: [...bars.edges], counts: [[...bars.counts]] })),
  );
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const room = height - (steps.length > 1 ? SLIDER_PX : 0);
  const grid = gridOf(found.length, width, room, full);
  return (
    <div ref={box}>
      {steps.length > 1 && (
        <div className={styles.slider}>
          <StepSlider label={`Step of ${title}`} steps={steps} wanted={wanted} live={false} onStep={go} />
        </div>
      )}
      <PlotBox
        label={`${title}, ${plural(found.length, "run")}`}
        height={grid.height}
        asked={{
          pending: found.length === 0 && (runs.length === 0 || queries.some(({ isPending }) => isPending)),
          error: queries.find(({ error, data }) => error && !data)?.error ?? null,
        }}
        lacks={reach === null ? `There are no histograms under ${name}.` : ""}
        note={sayNote(undefined, grid.shown, all - runs.length + found.length - grid.shown)}
        interactive
        onReport={onReport}
        table={() => ({
          columns: ["run", "step", "low", "high", "count"],
          rows: found.flatMap(({ label, step, bars: { counts, edges } }) =>
            counts.map((count, bin) => [label, step, edges[bin] ?? null, edges[bin + 1] ?? null, count]),
          ),
        })}
      >
        {(drawn, tall) => (
          <FacetGrid runs={found} grid={grid} width={drawn} height={tall} named={!single}>
            {({ label, colour, bars, step }, w, h) =>
              reach && (
                <StepFacet
                  name={label}
                  bars={bars}
                  reach={reach}
                  step={step}
                  width={w}
                  height={h}
                  colour={colour}
                />
              )
            }
          </FacetGrid>
        )}
      </PlotBox>
    </div>
  );
}
