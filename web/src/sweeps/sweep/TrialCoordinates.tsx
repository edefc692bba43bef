import { useMemo } from "react";
import type { SweepDetail } from "@/api/types";
import { type Brush, passes } from "@/charts/panels/parallel/brushes";
import { Coordinates } from "@/charts/panels/parallel/Coordinates";
import { fieldAxis, spansFactors } from "@/charts/panels/shared/fieldAxis";
import { PlotBox } from "@/charts/panels/shared/PlotBox";
import { fieldValue, numberOf } from "@/charts/runFields";
import { plural } from "@/format/number";
import { formatValue } from "@/format/value";
import { asRun, metricField } from "../trials";

interface Props {
  sweep: SweepDetail;
  height: number;
  brushes: readonly Brush[];
  onBrushes(brushes: readonly Brush[]): void;
}

const TOP = 30;
const BOTTOM = 30;
const noReport = () => {};

/** The fields that trials are drawn over: their parameters, then what came of them. */
export const fieldsOf = (sweep: SweepDetail): string[] => [
  ...sweep.parameters
    .filter(({ values }) => values === null || values.length !== 1)
    .map(({ key }) => `config.${key}`),
  ...(sweep.metric ? [metricField(sweep)] : []),
];

/** A line for each trial, through its parameters and its value. */
export function TrialCoordinates({ sweep, height, brushes, onBrushes }: Props) {
  const runs = useMemo(() => sweep.all_trials.map((trial) => asRun(sweep, trial)), [sweep]);
  const fields = useMemo(() => fieldsOf(sweep), [sweep]);
  const axes = useMemo(
    () =>
      fields.map((field) => {
        const values = runs.map((run) => fieldValue(run, field));
        const declared = sweep.parameters.find(({ key }) => `config.${key}` === field);
        const log = declared ? declared.is_log : spansFactors(values.map(numberOf));
        return {
          field,
          axis: fieldAxis(field, values, [height - BOTTOM, TOP], log, Math.max(2, height / 40)),
        };
      }),
    [fields, runs, sweep.parameters, height],
  );
  const picked = useMemo(() => {
    const active = brushes.flatMap((brush) => {
      const axis = axes.find(({ field }) => field === brush.field)?.axis;
      return axis ? [{ brush, axis }] : [];
    });
    return new Set(
      runs.filter((run) => active.every(({ brush, axis }) => passes(run, brush, axis))).map(({ id }) => id),
    );
  }, [runs, axes, brushes]);
  return (
    <PlotBox
      label={`Parameters and values of ${plural(runs.length, "trial")}`}
      height={height}
      interactive
      asked={{ pending: false, error: null }}
      lacks={
        runs.length === 0
          ? "No agent has taken a trial yet."
          : fields.length < 2
            ? "There are not two things that vary."
            : ""
      }
      onReport={noReport}
      table={() => ({
        columns: ["trial", ...fields],
        rows: runs.map((run) => [run.name, ...fields.map((field) => formatValue(fieldValue(run, field)))]),
      })}
    >
      {(width) => (
        <Coordinates
          axes={axes}
          runs={runs}
          picked={picked}
          brushes={brushes}
          colour={fields.at(-1) ?? ""}
          width={width}
          top={TOP}
          bottom={height - BOTTOM}
          onBrush={(field, brush) =>
            onBrushes([...brushes.filter((each) => each.field !== field), ...(brush ? [brush] : [])])
          }
        />
      )}
    </PlotBox>
  );
}
