import { linearScale } from "@/charts/scale";
import { formatCount, formatNumber, formatTick } from "@/format/number";
import { type Bars, drawn } from "@/media/histogram/bars";
import plot from "@/media/histogram/OverTime.module.css";
import type { Reach } from "@/media/histogram/overTime";
import { BottomAxis } from "../shared/Axes";
import shared from "../shared/Shared.module.css";

interface Props {
  name: string;
  bars: Bars;
  reach: Reach;
  /** Where it stands, which may not be the step that was asked for. */
  step: number | null;
  width: number;
  height: number;
  colour: string;
}

/** A run's histogram at one step, over its own edges. */
export function StepFacet({ name, bars, reach, step, width, height, colour }: Props) {
  const area = { left: 54, right: width - 10, top: 10, bottom: height - 34 };
  const x = linearScale([reach.low, reach.high], [area.left, area.right]);
  const { values, step: between } = x.ticks(Math.max(2, Math.floor((area.right - area.left) / 55)));
  const [across, up] = [area.right - area.left, area.bottom - area.top];
  const total = bars.counts.reduce((sum, count) => sum + count, 0);
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a picture within a picture.
    <g role="img" aria-label={`${name}: ${formatCount(total)} values at step ${formatCount(step ?? 0)}`}>
      <BottomAxis
        ticks={values.map((value) => ({ at: x(value), label: formatTick(value, between) }))}
        name={`value at step ${formatCount(step ?? 0)}`}
        area={area}
      />
      {drawn(bars, [reach.low, reach.high]).map((bar) => (
        <rect
          key={bar.left}
          className={plot.bar}
          x={area.left + bar.left * across}
          y={area.bottom - bar.height * up}
          width={Math.max(0.5, bar.width * across)}
          height={bar.height * up}
          fill={colour}
        >
          <title>{`${formatNumber(bar.low)} to ${formatNumber(bar.high)}: ${formatCount(bar.count)}`}</title>
        </rect>
      ))}
      {bars.apart.length > 0 && (
        <text className={shared.label} x={area.right} y={area.top} textAnchor="end">
          {bars.apart.map(({ name: kind, count }) => `${kind} ${formatCount(count)}`).join(" · ")}
        </text>
      )}
    </g>
  );
}
