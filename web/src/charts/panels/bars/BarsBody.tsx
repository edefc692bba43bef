import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { groupsPageQuery } from "@/api/queries";
import { formatNumber, formatTick, plural } from "@/format/number";
import { fieldLabel } from "@/project/fields";
import { useTheme } from "@/theme/theme";
import { useCharts } from "../../context";
import { highlight, useHighlight } from "../../highlight";
import { useRunValues } from "../../runFields";
import { linearScale } from "../../scale";
import type { BodyProps } from "../kind";
import { BottomAxis } from "../shared/Axes";
import { PlotBox } from "../shared/PlotBox";
import shared from "../shared/Shared.module.css";
import { useLikely } from "../shared/useLikely";
import { type Bar, barsOfGroups, barsOfRuns } from "./bars";
import type { BarsSettings } from "./kind";

const ROW_PX = 24;

export default function BarsBody({ title, settings, height, full, onReport }: BodyProps<BarsSettings>) {
  const likely = useLikely();
  const y = settings.y || likely.result;
  const { bars, asked } = useBars({ ...settings, y });
  // A card shows as many bars as fit; the full panel grows.
  const most = full ? bars.length : Math.max(1, Math.floor((height - 60) / ROW_PX));
  const shown = bars.slice(0, most);
  const tall = full ? Math.max(height, bars.length * ROW_PX + 60) : height;
  return (
    <PlotBox
      label={`${title}, ${plural(bars.length, "bar")}`}
      height={tall}
      asked={asked}
      lacks={lackOf(y, bars)}
      note={bars.length > shown.length ? `The first ${shown.length} of ${bars.length} bars.` : ""}
      onReport={onReport}
      table={() => ({
        columns: [settings.by || "run", y, "low", "high", "runs"],
        rows: bars.map((bar) => [
          bar.label,
          bar.value,
          bar.whisker?.[0] ?? null,
          bar.whisker?.[1] ?? null,
          bar.runs,
        ]),
      })}
    >
      {(width, drawn) => <Bars bars={shown} name={fieldLabel(y)} width={width} height={drawn} />}
    </PlotBox>
  );
}

function lackOf(y: string, bars: readonly Bar[]): string {
  if (y === "") return "Choose a field in the settings of this panel.";
  return bars.length === 0 ? `No run has a number in ${fieldLabel(y)}.` : "";
}

interface Asked {
  bars: readonly Bar[];
  asked: { pending: boolean; error: Error | null };
}

/** The bars, and how their question is getting on. */
function useBars(settings: BarsSettings): Asked {
  const { project, filter, runs } = useCharts();
  const theme = useTheme();
  const { y, by, spread } = settings;
  const grouped = by !== "";
  const ids = useMemo(() => runs.map((run) => run.id), [runs]);
  const fields = useMemo(() => (grouped ? [] : [y]), [grouped, y]);
  const values = useRunValues(ids, fields);
  const question = {
    project,
    filter: filter.trimEnd(),
    by: [by],
    aggregate: [y],
    sort: `-mean:${y}`,
  };
  const groups = useQuery({
    ...groupsPageQuery(question, 0),
    enabled: grouped && y !== "",
    placeholderData: keepPreviousData,
  });
  const page = groups.data;
  const bars = useMemo(() => {
    if (!grouped) return barsOfRuns(runs, values, y);
    return barsOfGroups(page?.groups ?? [], { y, by, spread }, theme);
  }, [grouped, page, y, by, spread, theme, runs, values]);
  const pending = grouped ? groups.isPending && groups.fetchStatus !== "idle" : y !== "" && values.size === 0;
  return { bars, asked: { pending, error: grouped ? groups.error : null } };
}

interface BarsProps {
  bars: readonly Bar[];
  name: string;
  width: number;
  height: number;
}

function Bars({ bars, name, width, height }: BarsProps) {
  const highlighted = useHighlight((state) => state.run);
  const left = Math.min(150, width * 0.36);
  const area = { left, right: width - 64, top: 6, bottom: height - 34 };
  const row = Math.min(ROW_PX * 1.6, (area.bottom - area.top) / Math.max(1, bars.length));
  const ends = bars.flatMap(({ value, whisker }) => [0, value, ...(whisker ?? [])]);
  const x = linearScale([Math.min(...ends), Math.max(...ends) || 1], [area.left, area.right]);
  const { values, step } = x.ticks(Math.max(2, Math.floor(width / 110)));
  return (
    <>
      <BottomAxis
        ticks={values.map((value) => ({ at: x(value), label: formatTick(value, step) }))}
        name={name}
        area={area}
      />
      {bars.map(({ id, label, value, whisker, colour }, index) => {
        const y = area.top + index * row;
        const middle = y + row / 2;
        return (
          <g
            key={id}
            opacity={
              highlighted === null || highlighted === id || !bars.some((bar) => bar.id === highlighted)
                ? 1
                : 0.35
            }
            onPointerEnter={() => highlight(id)}
            onPointerLeave={() => highlight(null)}
          >
            <text className={shared.axis} x={area.left - 8} y={middle + 4} textAnchor="end">
              {label.length > 22 ? `${label.slice(0, 21)}…` : label}
              <title>{label}</title>
            </text>
            <rect
              x={Math.min(x(0), x(value))}
              y={y + row * 0.14}
              width={Math.abs(x(value) - x(0))}
              height={row * 0.72}
              rx={2}
              fill={colour}
            />
            {whisker && <Whisker from={x(whisker[0])} to={x(whisker[1])} y={middle} size={row * 0.18} />}
            <text
              className={shared.label}
              x={Math.max(x(value), x(whisker?.[1] ?? value)) + 6}
              y={middle + 4}
            >
              {formatNumber(value)}
            </text>
          </g>
        );
      })}
    </>
  );
}

function Whisker({ from, to, y, size }: { from: number; to: number; y: number; size: number }) {
  const path = `M${from} ${y - size}V${y + size}M${from} ${y}H${to}M${to} ${y - size}V${y + size}`;
  return <path d={path} fill="none" stroke="var(--ink)" strokeWidth={1.2} />;
}
