import { useMemo } from "react";
import type { Run } from "@/api/types";
import { formatCount, plural } from "@/format/number";
import { formatValue } from "@/format/value";
import { fieldLabel } from "@/project/fields";
import { useRunListView } from "@/project/runList";
import { Button } from "@/ui/Button";
import { fieldValue, numberOf } from "../../runFields";
import type { BodyProps } from "../kind";
import { fieldAxis, spansFactors } from "../shared/fieldAxis";
import { PlotBox } from "../shared/PlotBox";
import { useLikely } from "../shared/useLikely";
import { lackOf, partNote, useManyRuns } from "../shared/useManyRuns";
import { type Brush, passes, readBrush, withBrushes, writeBrush } from "./brushes";
import { Coordinates } from "./Coordinates";
import type { ParallelSettings } from "./kind";
import styles from "./Parallel.module.css";

const MOST_AXES = 12;
const DEFAULT_PARAMETERS = 5;
const TOP = 30;
const BOTTOM = 12;

export default function ParallelBody(props: BodyProps<ParallelSettings>) {
  const { title, settings, height, onChange, onReport } = props;
  const likely = useLikely();
  const { setFilter, filter } = useRunListView();
  const fields = useMemo(() => {
    const chosen = settings.field ?? [
      ...likely.telling.slice(0, DEFAULT_PARAMETERS),
      ...(likely.result ? [likely.result] : []),
    ];
    return chosen.slice(0, MOST_AXES);
  }, [settings.field, likely]);
  const colour = settings.colour || (fields.at(-1) ?? "");
  const runs = useManyRuns([...fields, colour]);
  const brushes = useMemo(
    () =>
      (settings.brush ?? [])
        .flatMap((text) => readBrush(text) ?? [])
        .filter(({ field }) => fields.includes(field)),
    [settings.brush, fields],
  );
  const axes = useMemo(
    () =>
      fields.map((field) => {
        const values = runs.runs.map((run) => fieldValue(run, field));
        const log = settings.log?.includes(field) ?? spansFactors(values.map(numberOf));
        return {
          field,
          axis: fieldAxis(field, values, [height - BOTTOM - 18, TOP], log, Math.max(2, height / 40)),
        };
      }),
    [fields, runs.runs, settings.log, height],
  );
  const picked = useMemo(() => {
    const active = brushes.flatMap((brush) => {
      const found = axes.find(({ field }) => field === brush.field);
      return found ? [{ brush, axis: found.axis }] : [];
    });
    const isIn = (run: Run) => active.every(({ brush, axis }) => passes(run, brush, axis));
    return { active, runs: new Set(runs.runs.filter(isIn).map(({ id }) => id)) };
  }, [brushes, axes, runs.runs]);
  const setBrush = (field: string, brush: Brush | null) => {
    const rest = brushes.filter((each) => each.field !== field);
    const next = [...rest, ...(brush ? [brush] : [])].map(writeBrush);
    onChange({ brush: next.length > 0 ? next : undefined });
  };
  return (
    <>
      <PlotBox
        label={`${title} of ${plural(runs.runs.length, "run")} over ${fields.map(fieldLabel).join(", ")}`}
        height={height}
        interactive
        asked={runs}
        lacks={
          fields.length < 2
            ? "Choose at least two fields in the settings of this panel."
            : lackOf(runs, fields)
        }
        note={[partNote(runs), "Drag along an axis to pick runs."].filter(Boolean).join(" ")}
        onReport={onReport}
        table={() => ({
          columns: ["run", ...fields],
          rows: runs.runs
            .filter(({ id }) => picked.runs.has(id))
            .map((run) => [run.name, ...fields.map((field) => formatValue(fieldValue(run, field)))]),
        })}
      >
        {(width) => (
          <Coordinates
            axes={axes}
            runs={runs.runs}
            picked={picked.runs}
            brushes={brushes}
            colour={colour}
            width={width}
            top={TOP}
            bottom={height - BOTTOM - 18}
            onBrush={setBrush}
          />
        )}
      </PlotBox>
      {brushes.length > 0 && (
        <div className={styles.picked}>
          <span>
            {formatCount(picked.runs.size)} of {plural(runs.runs.length, "run")}
          </span>
          <Button
            icon="filter"
            onClick={() => {
              setFilter(withBrushes(filter, picked.active));
            }}
          >
            Filter to these
          </Button>
          <Button icon="close" onClick={() => onChange({ brush: undefined })}>
            Clear
          </Button>
        </div>
      )}
    </>
  );
}
