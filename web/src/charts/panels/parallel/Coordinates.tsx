import { type KeyboardEvent, type PointerEvent, useMemo, useState } from "react";
import { fieldLabel } from "@/project/fields";
import { useTheme } from "@/theme/theme";
import { followPointer } from "@/ui/followPointer";
import { highlight, useHighlight } from "../../highlight";
import { colourScale } from "../../lines/styling";
import { type Fielded, fieldValue } from "../../runFields";
import type { FieldAxis } from "../shared/fieldAxis";
import shared from "../shared/Shared.module.css";
import type { Brush } from "./brushes";
import styles from "./Parallel.module.css";

interface Axis {
  field: string;
  axis: FieldAxis;
}

interface Props {
  axes: readonly Axis[];
  runs: readonly Fielded[];
  picked: ReadonlySet<string>;
  brushes: readonly Brush[];
  colour: string;
  width: number;
  top: number;
  bottom: number;
  onBrush(field: string, brush: Brush | null): void;
}

const SIDE = 60;
const MIN_BRUSH_PX = 4;
/** About what a letter of an axis' name takes, and the most of a name. */
const LETTER_PX = 6.6;
const MOST_LETTERS = 18;

/** The axes beside each other, and a line through them for each run. */
export function Coordinates({ axes, runs, picked, brushes, colour, width, top, bottom, onBrush }: Props) {
  const theme = useTheme();
  const highlighted = useHighlight((state) => state.run);
  const across = (index: number) => SIDE + (index * (width - 2 * SIDE)) / Math.max(1, axes.length - 1);
  const lines = useMemo(() => {
    const scale = colourScale(
      runs.map((run) => fieldValue(run, colour)),
      theme,
    );
    const step = (width - 2 * SIDE) / Math.max(1, axes.length - 1);
    return runs.map((run) => ({
      id: run.id,
      name: run.name,
      stroke: scale(fieldValue(run, colour)),
      path: pathThrough(
        axes.map(({ field, axis }) => axis.place(fieldValue(run, field))),
        step,
      ),
    }));
  }, [axes, runs, colour, theme, width]);
  const room = axes.length > 1 ? (width - 2 * SIDE) / (axes.length - 1) : width;
  const letters = Math.max(4, Math.min(MOST_LETTERS, Math.floor(room / LETTER_PX) - 1));
  const opacity = runs.length > 300 ? 0.35 : 0.65;
  return (
    <>
      {lines.map(({ id, name, stroke, path }) => {
        const isIn = picked.has(id);
        const isHighlighted = id === highlighted;
        return (
          <path
            key={id}
            data-run={id}
            d={path}
            fill="none"
            stroke={stroke}
            strokeWidth={isHighlighted ? 2.6 : 1.2}
            strokeOpacity={isHighlighted ? 1 : isIn ? opacity : 0.05}
            onPointerEnter={() => highlight(id)}
            onPointerLeave={() => highlight(null)}
          >
            <title>{name}</title>
          </path>
        );
      })}
      {axes.map(({ field, axis }, index) => (
        <AxisLine
          key={field}
          field={field}
          axis={axis}
          letters={letters}
          x={across(index)}
          top={top}
          bottom={bottom}
          brush={brushes.find((each) => each.field === field) ?? null}
          onBrush={(brush) => onBrush(field, brush)}
        />
      ))}
    </>
  );
}

/** A line through the places; where a run has no value it stops and begins again. */
function pathThrough(places: readonly number[], step: number): string {
  let path = "";
  let pen = false;
  places.forEach((place, index) => {
    if (Number.isNaN(place)) {
      pen = false;
      return;
    }
    path += `${pen ? "L" : "M"}${(SIDE + index * step).toFixed(1)} ${place.toFixed(1)}`;
    pen = true;
  });
  return path;
}

interface AxisProps extends Axis {
  /** So many of its name have room. */
  letters: number;
  x: number;
  top: number;
  bottom: number;
  brush: Brush | null;
  onBrush(brush: Brush | null): void;
}

function AxisLine({ field, axis, letters, x, top, bottom, brush, onBrush }: AxisProps) {
  const [drag, setDrag] = useState<readonly [number, number] | null>(null);
  const within = (y: number) => Math.min(bottom, Math.max(top, y));
  const brushOf = (from: number, to: number): Brush => {
    const [a, b] = [axis.invert(from), axis.invert(to)];
    return { field, low: rounded(Math.min(a, b)), high: rounded(Math.max(a, b)) };
  };
  const begin = (down: PointerEvent<SVGRectElement>) => {
    if (down.button !== 0) return;
    const box = down.currentTarget.getBoundingClientRect();
    const start = within(down.clientY - box.top + top);
    let end = start;
    followPointer(
      down,
      (event) => {
        end = within(event.clientY - box.top + top);
        setDrag([start, end]);
      },
      () => {
        setDrag(null);
        onBrush(Math.abs(end - start) < MIN_BRUSH_PX ? null : brushOf(start, end));
      },
    );
  };
  // Arrow keys move the half of the axis that is picked; Escape picks all.
  const onKey = (event: KeyboardEvent) => {
    const half = (bottom - top) / 4;
    if (event.key === "Escape" && brush) onBrush(null);
    else if (event.key === "ArrowUp") onBrush(brushOf(top, top + 2 * half));
    else if (event.key === "ArrowDown") onBrush(brushOf(bottom - 2 * half, bottom));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const span = drag ?? (brush && spanOf(brush, axis));
  const name = fieldLabel(field);
  return (
    <g>
      <line className={styles.axis} x1={x} x2={x} y1={top} y2={bottom} />
      <text className={styles.name} x={x} y={top - 14} textAnchor="middle">
        {name.length > letters ? `…${name.slice(1 - letters)}` : name}
        <title>{field}</title>
      </text>
      {axis.ticks.map(({ at, label }) => (
        <text key={at} className={`${shared.label} ${styles.halo}`} x={x - 6} y={at + 4} textAnchor="end">
          {label.length > 9 ? `${label.slice(0, 8)}…` : label}
        </text>
      ))}
      {span && (
        <rect
          className={styles.brush}
          x={x - 7}
          width={14}
          y={Math.min(...span)}
          height={Math.max(2, Math.abs(span[1] - span[0]))}
          rx={3}
        />
      )}
      <rect
        className={styles.hit}
        x={x - 12}
        width={24}
        y={top}
        height={bottom - top}
        tabIndex={0}
        role="slider"
        aria-label={`Picked part of ${name}`}
        aria-valuenow={brush?.low ?? 0}
        aria-valuetext={brush ? `${brush.low} to ${brush.high}` : "all"}
        aria-orientation="vertical"
        onPointerDown={begin}
        onKeyDown={onKey}
      />
    </g>
  );
}

const rounded = (value: number): number => Number(value.toPrecision(5));

function spanOf({ low, high }: Brush, axis: FieldAxis): readonly [number, number] {
  if (axis.domain !== null) return [axis.place(low), axis.place(high)];
  const places = axis.classes.slice(low, high + 1).map((value) => axis.place(value));
  return [(places[0] ?? 0) + 6, (places.at(-1) ?? 0) - 6];
}
