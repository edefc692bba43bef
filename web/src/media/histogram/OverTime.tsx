import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from "react";
import type { Histograms } from "@/api/schema";
import { type Area, BottomAxis, LeftAxis } from "@/charts/panels/shared/Axes";
import { PointTip } from "@/charts/panels/shared/PointTip";
import { linearScale } from "@/charts/scale";
import { formatCount, formatNumber, formatTick, plural } from "@/format/number";
import { Heatmap } from "./Heatmap";
import styles from "./OverTime.module.css";
import { type Reach, ridgeAt, ridgeBases, ridgesOf, stepBorders, stretchAt } from "./overTime";

interface Props {
  way: "ridgeline" | "heatmap";
  /** Whose they are. */
  name: string;
  histograms: Histograms;
  reach: Reach;
  width: number;
  height: number;
  colour: string;
  /** The step that sliders stand at. */
  now?: number | null;
  onStep?(step: number): void;
}

interface Spot {
  at: number;
  bin: number;
}

/** One run's histograms over its steps: ridges, the newest before the others, or a heatmap. A part of a picture. */
export function OverTime({ way, name, histograms, reach, width, height, colour, now = null, onStep }: Props) {
  const { steps, edges, counts } = histograms;
  const [spot, setSpot] = useState<(Spot & { left: number; top: number }) | null>(null);
  const plot = useRef<SVGRectElement>(null);
  const heat = way === "heatmap";
  const parts = useMemo(() => {
    const area: Area = { left: 54, right: width - 10, top: 22, bottom: height - 34 };
    const borders = stepBorders(steps);
    const span = [borders[0] ?? 0, borders.at(-1) ?? 1] as const;
    const values = [reach.low, reach.high] as const;
    const x = linearScale(heat ? span : values, [area.left, area.right]);
    const y = linearScale(heat ? values : span, [area.bottom, area.top]);
    return { area, borders, x, y };
  }, [width, height, steps, reach, heat]);
  const { area, borders, x, y } = parts;
  const { base } = ridgeBases(steps.length, area.top, area.bottom);
  const nowAt = now === null || steps.length === 0 ? null : stretchAt(borders, now);

  const spotAt = (px: number, py: number): Spot => {
    const value = heat ? y.invert(py) : x.invert(px);
    const at = heat ? stretchAt(borders, x.invert(px)) : ridgeAt(steps.length, area.top, area.bottom, py);
    return { at, bin: stretchAt(edges, value) };
  };
  const middle = ({ at, bin }: Spot): [number, number] => {
    const value = ((edges[bin] ?? 0) + (edges[bin + 1] ?? 0)) / 2;
    return heat ? [x(steps[at] ?? 0), y(value)] : [x(value), base(at)];
  };
  const show = (next: Spot) => {
    const box = plot.current?.getBoundingClientRect();
    const [px, py] = middle(next);
    setSpot({ ...next, left: (box?.left ?? 0) + px - area.left, top: (box?.top ?? 0) + py - area.top });
  };
  const onPointerMove = (event: PointerEvent<SVGGElement>) => {
    const box = plot.current?.getBoundingClientRect();
    if (!box) return;
    const { clientX: left, clientY: top } = event;
    setSpot({ ...spotAt(left - box.left + area.left, top - box.top + area.top), left, top });
  };
  const onKeyDown = (event: KeyboardEvent<SVGGElement>) => {
    const along = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (event.key === "Enter" && spot) onStep?.(steps[spot.at] ?? 0);
    if (event.key === "Escape" && spot) setSpot(null);
    else if (along === undefined && event.key !== "Enter") return;
    event.preventDefault();
    const [dx = 0, dy = 0] = along ?? [];
    if (along === undefined) return;
    const [byStep, byBin] = heat ? [dx, dy] : [-dy, dx];
    const from = spot ?? { at: nowAt ?? steps.length - 1, bin: (edges.length - 1) >> 1 };
    show({
      at: Math.max(0, Math.min(steps.length - 1, from.at + (spot ? byStep : 0))),
      bin: Math.max(0, Math.min(edges.length - 2, from.bin + (spot ? byBin : 0))),
    });
  };
  const ticks = (scale: typeof x, room: number) => {
    const { values, step } = scale.ticks(Math.max(5, Math.floor(room)));
    return values.map((value) => ({ at: scale(value), label: formatTick(value, step) }));
  };
  const across = ticks(x, (area.right - area.left) / 55);
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a picture that is read with the pointer or the arrow keys.
    <g
      className={styles.plot}
      role="img"
      aria-label={`${name}: ${way} of ${plural(steps.length, "step")}, values from ${formatNumber(reach.low)} to ${formatNumber(reach.high)}`}
      tabIndex={0}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setSpot(null)}
      onBlur={() => setSpot(null)}
      onKeyDown={onKeyDown}
      onClick={() => spot && onStep?.(steps[spot.at] ?? 0)}
    >
      <BottomAxis ticks={across} name={heat ? "step" : "value"} area={area} />
      {heat ? (
        <>
          <LeftAxis ticks={ticks(y, (area.bottom - area.top) / 40)} name="value" area={area} />
          <Heatmap histograms={histograms} peak={reach.peak} x={x} y={y} borders={borders} area={area} />
        </>
      ) : (
        <Ridges {...{ histograms, reach, colour, area, x, nowAt }} here={spot?.at ?? null} />
      )}
      {heat && nowAt !== null && (
        <line
          className={styles.now}
          x1={x(steps[nowAt] ?? 0)}
          x2={x(steps[nowAt] ?? 0)}
          y1={area.top}
          y2={area.bottom}
        />
      )}
      <rect
        ref={plot}
        className={styles.cover}
        x={area.left}
        y={area.top}
        width={Math.max(0, area.right - area.left)}
        height={Math.max(0, area.bottom - area.top)}
      />
      {spot && heat && <CellMark spot={spot} x={x} y={y} borders={borders} edges={edges} />}
      {spot && (
        <PointTip
          left={spot.left}
          top={spot.top}
          title={name}
          rows={rowsOf(histograms, spot, counts[spot.at] ?? [])}
        />
      )}
    </g>
  );
}

interface RidgesProps {
  histograms: Histograms;
  reach: Reach;
  colour: string;
  area: Area;
  x: ReturnType<typeof linearScale>;
  nowAt: number | null;
  here: number | null;
}

const LABEL_PX = 15;

function Ridges({ histograms, reach, colour, area, x, nowAt, here }: RidgesProps) {
  const { steps } = histograms;
  const ridges = useMemo(
    () => ridgesOf(histograms, x, reach.peak, area.top, area.bottom),
    [histograms, x, reach.peak, area.top, area.bottom],
  );
  const gap = (ridges[1]?.base ?? 0) - (ridges[0]?.base ?? 0);
  const stride = Math.max(1, Math.ceil(LABEL_PX / (gap || LABEL_PX)));
  const labels = ridges.filter(({ at }) => (ridges.length - 1 - at) % stride === 0);
  return (
    <>
      <LeftAxis
        ticks={labels.map(({ at, base }) => ({ at: base, label: formatCount(steps[at] ?? 0) }))}
        name="step"
        area={area}
      />
      {ridges.map(({ at, path }) => (
        <g key={steps[at]}>
          <path className={styles.ground} d={path} />
          <path
            className={styles.ridge}
            data-here={at === here || (here === null && at === nowAt)}
            d={path}
            fill={colour}
            fillOpacity={0.25 + (0.6 * (at + 1)) / ridges.length}
          />
        </g>
      ))}
    </>
  );
}

interface MarkProps {
  spot: Spot;
  x: ReturnType<typeof linearScale>;
  y: ReturnType<typeof linearScale>;
  borders: readonly number[];
  edges: readonly number[];
}

function CellMark({ spot: { at, bin }, x, y, borders, edges }: MarkProps) {
  const [left, right] = [x(borders[at] ?? 0), x(borders[at + 1] ?? 0)];
  const [bottom, top] = [y(edges[bin] ?? 0), y(edges[bin + 1] ?? 0)];
  return <rect className={styles.cell} x={left} y={top} width={right - left} height={bottom - top} />;
}

function rowsOf(
  { steps, edges, nan, below_inf, above_inf }: Histograms,
  { at, bin }: Spot,
  counts: readonly number[],
): [string, string][] {
  const count = counts[bin] ?? 0;
  const total = counts.reduce((sum, each) => sum + each, 0);
  const apart = [
    ["NaN", nan[at]],
    ["−Inf", below_inf[at]],
    ["+Inf", above_inf[at]],
  ] as const;
  return [
    ["step", formatCount(steps[at] ?? 0)],
    ["value", `${formatNumber(edges[bin] ?? 0)} to ${formatNumber(edges[bin + 1] ?? 0)}`],
    ["count", Number.isInteger(count) ? formatCount(count) : `about ${formatNumber(count)}`],
    ["share", total > 0 ? `${formatNumber((100 * count) / total, 3)} %` : "0 %"],
    ...apart.flatMap(([name, number]): [string, string][] => (number ? [[name, formatCount(number)]] : [])),
  ];
}
