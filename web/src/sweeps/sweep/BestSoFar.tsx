import { useMemo, useState } from "react";
import type { SweepDetail, Trial } from "@/api/types";
import { highlight, useHighlight } from "@/charts/highlight";
import { type Area, BottomAxis, LeftAxis } from "@/charts/panels/shared/Axes";
import { type FieldAxis, fieldAxis } from "@/charts/panels/shared/fieldAxis";
import { PlotBox } from "@/charts/panels/shared/PlotBox";
import { PointTip, type Tip } from "@/charts/panels/shared/PointTip";
import { formatNumber, plural } from "@/format/number";
import { formatValue } from "@/format/value";
import { goTo } from "@/route/navigation";
import { bestSoFar, nameOf } from "../trials";
import styles from "./Sweep.module.css";

interface Props {
  sweep: SweepDetail;
  height: number;
  log: boolean;
}

const noReport = () => {};

/** The value of each trial by its number, and a line through the best so far. */
export function BestSoFar({ sweep, height, log }: Props) {
  const trials = sweep.all_trials;
  const valued = trials.filter(({ value }) => typeof value === "number");
  return (
    <PlotBox
      label={`Values of ${plural(valued.length, "trial")}, and the best so far`}
      height={height}
      asked={{ pending: false, error: null }}
      lacks={
        sweep.metric === null
          ? "The sweep has no metric, so no trial is better than another."
          : valued.length === 0
            ? `No trial has logged ${sweep.metric.name} yet.`
            : ""
      }
      onReport={noReport}
      table={() => ({
        columns: ["trial", "run", "value"],
        rows: valued.map((trial) => [String(trial.number), nameOf(trial), trial.value ?? Number.NaN]),
      })}
    >
      {(width, drawn) => <Steps sweep={sweep} trials={valued} width={width} height={drawn} log={log} />}
    </PlotBox>
  );
}

interface StepsProps {
  sweep: SweepDetail;
  trials: readonly Trial[];
  width: number;
  height: number;
  log: boolean;
}

function Steps({ sweep, trials, width, height, log }: StepsProps) {
  const highlighted = useHighlight((state) => state.run);
  const [tip, setTip] = useState<Tip | null>(null);
  const area: Area = { left: 62, right: width - 14, top: 22, bottom: height - 36 };
  const metric = sweep.metric?.name ?? "";
  const { x, y, line } = useMemo(() => {
    const [left, right, top, bottom] = [62, width - 14, 22, height - 36];
    const last = Math.max(1, trials.at(-1)?.number ?? 1);
    const x = fieldAxis(
      "number",
      [0, last],
      [left + 6, right - 6],
      false,
      Math.min(last, Math.max(2, width / 90)),
    );
    const values = trials.map(({ value }) => value);
    const y = fieldAxis(metric, values, [bottom, top], log, Math.max(2, height / 45));
    return { x, y, line: stair(bestSoFar(trials, sweep.metric?.goal ?? "minimize"), x, y, right) };
  }, [trials, width, height, log, metric, sweep.metric]);
  return (
    <>
      <BottomAxis ticks={x.ticks} name="trial" area={area} />
      <LeftAxis ticks={y.ticks} name={metric} area={area} />
      <path className={styles.line} d={line} />
      {trials.map((trial) => {
        const [cx, cy] = [x.place(trial.number), y.place(trial.value)];
        if (Number.isNaN(cx) || Number.isNaN(cy)) return null;
        const isHighlighted = trial.run === highlighted;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: a way in for the pointer; keys open trials from their table.
          <circle
            key={trial.number}
            className={`${styles.point} ${styles[trial.state] ?? ""}`}
            cx={cx}
            cy={cy}
            r={isHighlighted ? 6 : 3.5}
            onPointerEnter={({ clientX, clientY }) => {
              highlight(trial.run);
              setTip({ left: clientX, top: clientY, title: nameOf(trial), rows: rowsOf(trial, metric) });
            }}
            onPointerLeave={() => {
              highlight(null);
              setTip(null);
            }}
            onClick={() => goTo({ page: "run", project: sweep.project, run: trial.run })}
          />
        );
      })}
      {tip && <PointTip {...tip} />}
    </>
  );
}

const MOST_PARAMS = 8;

const rowsOf = (trial: Trial, metric: string): [string, string][] => [
  ["trial", String(trial.number)],
  ["state", trial.state],
  [metric, trial.value === null ? "" : formatNumber(trial.value)],
  ...Object.entries(trial.params)
    .slice(0, MOST_PARAMS)
    .map(([key, value]): [string, string] => [key, formatValue(value as never)]),
];

/** A line that keeps its height until a better trial comes. */
function stair(
  points: readonly { number: number; value: number }[],
  x: FieldAxis,
  y: FieldAxis,
  right: number,
): string {
  const placed = points
    .map(({ number, value }) => [x.place(number), y.place(value)] as const)
    .filter((place) => !place.some(Number.isNaN));
  const path = placed.map(([px, py], index) => (index === 0 ? `M${px} ${py}` : `H${px}V${py}`)).join("");
  return path === "" ? "" : `${path}H${right}`;
}
