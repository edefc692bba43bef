import { useMemo, useState } from "react";
import type { Run } from "@/api/types";
import { formatValue } from "@/format/value";
import { fieldLabel } from "@/project/fields";
import { goTo } from "@/route/navigation";
import { useTheme } from "@/theme/theme";
import { greyOf } from "../../colours";
import { useCharts } from "../../context";
import { highlight, useHighlight } from "../../highlight";
import { colourScale } from "../../lines/styling";
import { fieldValue } from "../../runFields";
import type { BodyProps } from "../kind";
import { type Area, BottomAxis, LeftAxis } from "../shared/Axes";
import { fieldAxis } from "../shared/fieldAxis";
import { PlotBox } from "../shared/PlotBox";
import { PointTip, type Tip } from "../shared/PointTip";
import { likelyX, useLikely } from "../shared/useLikely";
import { lackOf, partNote, useManyRuns } from "../shared/useManyRuns";
import type { ScatterSettings } from "./kind";

export default function ScatterBody({ title, settings, height, onReport }: BodyProps<ScatterSettings>) {
  const { colour, logx, log } = settings;
  const likely = useLikely();
  const x = settings.x || likelyX(likely);
  const y = settings.y || likely.result;
  const runs = useManyRuns([x, y, colour]);
  const fields = [x, y, ...(colour ? [colour] : [])];
  return (
    <PlotBox
      label={`${title}, scatter of ${runs.runs.length} runs`}
      height={height}
      asked={runs}
      lacks={y === "" ? "Choose two fields in the settings of this panel." : lackOf(runs, [x, y])}
      note={partNote(runs)}
      onReport={onReport}
      table={() => ({
        columns: ["run", ...fields],
        rows: runs.runs.map((run) => [run.name, ...fields.map((field) => formatCell(run, field))]),
      })}
    >
      {(width, drawn) => (
        <Points
          runs={runs.runs}
          fields={{ x, y, colour }}
          logs={{ x: logx, y: log }}
          width={width}
          height={drawn}
        />
      )}
    </PlotBox>
  );
}

const formatCell = (run: Run, field: string): string | number => {
  const value = fieldValue(run, field);
  return typeof value === "number" ? value : formatValue(value);
};

interface PointsProps {
  runs: readonly Run[];
  fields: { x: string; y: string; colour: string };
  logs: { x: boolean; y: boolean };
  width: number;
  height: number;
}

function Points({ runs, fields, logs, width, height }: PointsProps) {
  const theme = useTheme();
  const { runs: shown } = useCharts();
  const highlighted = useHighlight((state) => state.run);
  const [tip, setTip] = useState<Tip | null>(null);
  const area: Area = { left: 62, right: width - 14, top: 22, bottom: height - 36 };
  const { x, y } = useMemo(() => {
    const read = (field: string) => runs.map((run) => fieldValue(run, field));
    return {
      x: fieldAxis(fields.x, read(fields.x), [area.left, area.right], logs.x, Math.max(2, width / 90)),
      y: fieldAxis(fields.y, read(fields.y), [area.bottom, area.top], logs.y, Math.max(2, height / 45)),
    };
  }, [runs, fields.x, fields.y, logs.x, logs.y, area.left, area.right, area.top, area.bottom, width, height]);
  const colour = useMemo(() => {
    if (fields.colour !== "") {
      const scale = colourScale(
        runs.map((run) => fieldValue(run, fields.colour)),
        theme,
      );
      return (run: Run) => scale(fieldValue(run, fields.colour));
    }
    const own = new Map(shown.map((run) => [run.id, run.colour]));
    return (run: Run) => own.get(run.id) ?? greyOf(theme);
  }, [runs, fields.colour, shown, theme]);
  const enter = (run: Run, left: number, top: number) => {
    highlight(run.id);
    const named = [fields.x, fields.y, ...(fields.colour ? [fields.colour] : [])];
    setTip({
      left,
      top,
      title: run.name,
      rows: named.map((field) => [fieldLabel(field), formatValue(fieldValue(run, field))]),
    });
  };
  const leave = () => {
    highlight(null);
    setTip(null);
  };
  return (
    <>
      <BottomAxis ticks={x.ticks} name={fieldLabel(fields.x)} area={area} />
      <LeftAxis ticks={y.ticks} name={fieldLabel(fields.y)} area={area} />
      {runs.map((run) => {
        const [cx, cy] = [x.place(fieldValue(run, fields.x)), y.place(fieldValue(run, fields.y))];
        if (Number.isNaN(cx) || Number.isNaN(cy)) return null;
        const isHighlighted = run.id === highlighted;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: a way in for the pointer; keys open runs from their list.
          <circle
            key={run.id}
            data-run={run.id}
            cx={cx}
            cy={cy}
            r={isHighlighted ? 6 : 3.5}
            fill={colour(run)}
            fillOpacity={highlighted === null || isHighlighted ? 0.85 : 0.25}
            style={{ cursor: "pointer" }}
            onPointerEnter={(event) => enter(run, event.clientX, event.clientY)}
            onPointerLeave={leave}
            onClick={() => goTo({ page: "run", project: run.project, run: run.id })}
          />
        );
      })}
      {tip && <PointTip {...tip} />}
    </>
  );
}
