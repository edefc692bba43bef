import { useMemo } from "react";
import type { Run } from "@/api/types";
import { plural } from "@/format/number";
import { fieldLabel } from "@/project/fields";
import { useTheme } from "@/theme/theme";
import { styleOfSlot } from "../../colours";
import { distinct, labelOf } from "../../lines/styling";
import { fieldValue, numberOf } from "../../runFields";
import { type Box, boxOf, densityOf } from "../../statistics";
import type { BodyProps } from "../kind";
import { BottomAxis, LeftAxis } from "../shared/Axes";
import { type FieldAxis, fieldAxis } from "../shared/fieldAxis";
import { PlotBox } from "../shared/PlotBox";
import { useLikely } from "../shared/useLikely";
import { lackOf, partNote, useManyRuns } from "../shared/useManyRuns";
import type { SpreadSettings } from "./kind";

const MOST_GROUPS = 24;

interface Group {
  label: string;
  values: readonly number[];
  box: Box;
}

export default function SpreadBody({ title, settings, height, onReport }: BodyProps<SpreadSettings>) {
  const likely = useLikely();
  const y = settings.y || likely.result;
  const { by, shape, log } = settings;
  const runs = useManyRuns([y, by]);
  const groups = useMemo(() => groupsOf(runs.runs, y, by), [runs.runs, y, by]);
  const shown = groups.slice(0, MOST_GROUPS);
  const more = groups.length > shown.length ? `The first ${MOST_GROUPS} of ${groups.length} groups.` : "";
  return (
    <PlotBox
      label={`${title}, ${shape} plot of ${plural(shown.length, "group")}`}
      height={height}
      asked={runs}
      lacks={
        y === "" ? "Choose a field in the settings of this panel." : lackOf(runs) || lackOfGroups(groups, y)
      }
      note={[partNote(runs), more].filter(Boolean).join(" ")}
      onReport={onReport}
      table={() => ({
        columns: ["group", "runs", "low whisker", "q25", "median", "q75", "high whisker", "outliers"],
        rows: groups.map(({ label, box }) => [
          label,
          box.count,
          box.low,
          box.q25,
          box.median,
          box.q75,
          box.high,
          box.outliers.length,
        ]),
      })}
    >
      {(width, drawn) => (
        <Groups groups={shown} y={y} by={by} shape={shape} log={log} width={width} height={drawn} />
      )}
    </PlotBox>
  );
}

const lackOfGroups = (groups: readonly Group[], y: string): string =>
  groups.length === 0 ? `No run has a number in ${fieldLabel(y)}.` : "";

function groupsOf(runs: readonly Run[], y: string, by: string): Group[] {
  const labels = new Map<string, number[]>();
  const label = (run: Run) => (by === "" ? "all runs" : labelOf(by, fieldValue(run, by)));
  for (const value of distinct(runs.map((run) => (by === "" ? undefined : fieldValue(run, by)))))
    labels.set(labelOf(by, value), []);
  for (const run of runs) {
    const value = numberOf(fieldValue(run, y));
    if (!Number.isFinite(value)) continue;
    const own = labels.get(label(run)) ?? [];
    own.push(value);
    labels.set(label(run), own);
  }
  return [...labels].flatMap(([name, values]) => {
    const box = boxOf(values);
    return box ? [{ label: name, values, box }] : [];
  });
}

interface GroupsProps extends Omit<SpreadSettings, "y"> {
  y: string;
  groups: readonly Group[];
  width: number;
  height: number;
}

function Groups({ groups, y, by, shape, log, width, height }: GroupsProps) {
  const theme = useTheme();
  const area = { left: 62, right: width - 12, top: 22, bottom: height - 36 };
  const all = groups.flatMap(({ values }) => values);
  const axis = fieldAxis(y, all, [area.bottom, area.top], log, Math.max(2, height / 45));
  const room = (area.right - area.left) / groups.length;
  const every = Math.ceil(64 / room);
  return (
    <>
      <LeftAxis ticks={axis.ticks} name={fieldLabel(y)} area={area} />
      <BottomAxis
        ticks={groups.flatMap(({ label }, i) =>
          i % every === 0
            ? [
                {
                  at: area.left + (i + 0.5) * room,
                  label: by ? label.slice(fieldLabel(by).length + 1) : label,
                },
              ]
            : [],
        )}
        name={by ? fieldLabel(by) : ""}
        area={area}
      />
      {groups.map((group, index) => (
        <g key={group.label}>
          <title>{`${group.label}: ${plural(group.box.count, "run")}`}</title>
          <Shape
            group={group}
            axis={axis}
            violin={shape === "violin"}
            middle={area.left + (index + 0.5) * room}
            half={Math.min(40, room * 0.36)}
            colour={styleOfSlot(index, theme).colour}
          />
        </g>
      ))}
    </>
  );
}

interface ShapeProps {
  group: Group;
  axis: FieldAxis;
  violin: boolean;
  middle: number;
  half: number;
  colour: string;
}

function Shape({ group, axis, violin, middle, half, colour }: ShapeProps) {
  const { box, values } = group;
  const at = (value: number) => axis.place(value);
  const thin = violin ? half * 0.18 : half;
  const fill = violin ? 0.9 : 0.28;
  return (
    <>
      {violin && (
        <path d={outline(values, at, middle, half)} fill={colour} fillOpacity={0.28} stroke={colour} />
      )}
      <path
        d={`M${middle} ${at(box.low)}V${at(box.q25)}M${middle} ${at(box.q75)}V${at(box.high)}`}
        stroke={colour}
        strokeWidth={1.2}
      />
      <rect
        x={middle - thin}
        width={2 * thin}
        y={at(box.q75)}
        height={Math.max(1, at(box.q25) - at(box.q75))}
        rx={2}
        fill={colour}
        fillOpacity={fill}
        stroke={colour}
      />
      <line
        x1={middle - thin}
        x2={middle + thin}
        y1={at(box.median)}
        y2={at(box.median)}
        stroke={violin ? "var(--panel)" : colour}
        strokeWidth={2.2}
      />
      {box.outliers.map((value, index) => (
        <circle key={index} cx={middle} cy={at(value)} r={2.5} fill="none" stroke={colour} />
      ))}
    </>
  );
}

/** A violin: the density to both sides. */
function outline(
  values: readonly number[],
  at: (value: number) => number,
  middle: number,
  half: number,
): string {
  const density = densityOf(values).filter((each) => Number.isFinite(at(each.at)));
  const most = Math.max(...density.map((each) => each.density));
  if (density.length === 0) return "";
  const side = (sign: number) =>
    density.map((each) => `${middle + (sign * half * each.density) / most} ${at(each.at)}`);
  return `M${[...side(1), ...side(-1).reverse()].join("L")}Z`;
}
