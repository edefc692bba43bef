import type { ReactNode } from "react";
import plot from "@/media/histogram/OverTime.module.css";
import type { ChartRun } from "../../lines/plot";

const LEAST_WIDTH = 160;
const LEAST_HEIGHT = 150;
/** Enlarged, a picture a run has so much room. */
const FULL_HEIGHT = 280;
const TITLE_PX = 18;

export interface Grid {
  columns: number;
  rows: number;
  /** How many pictures have room. */
  shown: number;
  height: number;
}

/** How many pictures fit beside and under each other. Enlarged, all of them do: the panel grows. */
export function gridOf(count: number, width: number, height: number, full: boolean): Grid {
  const most = Math.max(1, Math.floor(width / LEAST_WIDTH));
  const room = full ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(height / LEAST_HEIGHT));
  const rows = Math.max(1, Math.min(room, Math.ceil(count / most)));
  const columns = Math.max(1, Math.min(most, Math.ceil(count / rows)));
  return {
    columns,
    rows,
    shown: Math.min(count, columns * rows),
    height: full ? Math.max(height, rows * FULL_HEIGHT) : height,
  };
}

interface Props<R extends ChartRun> {
  runs: readonly R[];
  grid: Grid;
  width: number;
  height: number;
  /** A page of one run need not name it. */
  named: boolean;
  children(run: R, width: number, height: number): ReactNode;
}

/** A picture for each run, all of one size. */
export function FacetGrid<R extends ChartRun>({ runs, grid, width, height, named, children }: Props<R>) {
  const [w, h] = [width / grid.columns, height / grid.rows];
  const title = named ? TITLE_PX : 0;
  return runs.slice(0, grid.shown).map((run, i) => (
    <g
      key={run.id}
      transform={`translate(${(i % grid.columns) * w} ${Math.floor(i / grid.columns) * h})`}
      data-run={run.id}
    >
      {named && (
        <>
          <rect x={54} y={6} width={10} height={4} rx={2} fill={run.colour} />
          <text className={plot.title} x={70} y={12}>
            {run.label.length * 7 > w - 80 ? `${run.label.slice(0, Math.floor((w - 90) / 7))}…` : run.label}
            <title>{run.label}</title>
          </text>
        </>
      )}
      <g transform={`translate(0 ${title})`}>{children(run, w, h - title)}</g>
    </g>
  ));
}
