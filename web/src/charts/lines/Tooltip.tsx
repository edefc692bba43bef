import type { CSSProperties } from "react";
import { createPortal } from "react-dom";
import { formatExact, formatNumber, plural } from "@/format/number";
import { IconButton } from "@/ui/Button";
import { type ChartX, formatX } from "../axis";
import { Swatch } from "../Swatch";
import { stageAt } from "./dividers";
import type { Pointer } from "./LineChart";
import type { Plot } from "./plot";
import { nonFiniteAt, type Reading, readAt } from "./readings";
import { useShiftKey } from "./shiftKey";
import styles from "./Tooltip.module.css";

interface Props {
  plot: Plot;
  x: ChartX;
  pointer: Pointer;
  pinned: boolean;
  onUnpin(): void;
  /** Begins a comment at the place; missing where nobody comments. */
  onComment?: (x: number) => void;
}

const OFFSET = 14;
const ROW_PX = 20;
const HEAD_PX = 76;
const NAMES = { NaN: "NaN", Infinity: "+Inf", "-Infinity": "−Inf" } as const;

/** All runs' values at a place, sorted. Lies on the page's body: a chart card clips what is positioned inside it. */
export function Tooltip({ plot, x, pointer, pinned, onUnpin, onComment }: Props) {
  const detailed = useShiftKey() || pinned;
  const { readings, nearest } = readAt(plot, pointer);
  const marks = nonFiniteAt(plot, pointer);
  const shown = around(readings, nearest, Math.floor((window.innerHeight - HEAD_PX) / ROW_PX));

  const at = plot.x[pointer.index];
  const stage = nearest && stageAt(nearest.line.stages, nearest.x);
  if (at === undefined || (readings.length === 0 && marks.length === 0)) return null;
  const place = nearest?.x ?? at;
  return createPortal(
    <div
      className={`${styles.tooltip} ${pinned ? styles.pinned : ""}`}
      style={placeOf(pointer, HEAD_PX + (shown.length + marks.length) * ROW_PX)}
      {...(pinned ? { role: "region", "aria-label": "Pinned values" } : { role: "tooltip" })}
      data-tooltip=""
    >
      <div className={styles.head}>
        <span data-number="">{formatX(x, place)}</span>
        {stage !== null && <span className={styles.stage}>{stage}</span>}
        {pinned && (
          <span className={styles.tools}>
            {onComment && (
              <IconButton
                small
                icon="comment"
                label={`Comment at ${formatX(x, place)}`}
                onClick={() => onComment(place)}
              />
            )}
            <IconButton small icon="close" label="Unpin" onClick={onUnpin} />
          </span>
        )}
      </div>
      <ReadingTable readings={shown} nearest={nearest} detailed={detailed} exact={pinned} />
      {readings.length > shown.length && (
        <p className={styles.more}>and {plural(readings.length - shown.length, "line")} further away</p>
      )}
      {marks.map(({ line, x: where, kind }) => (
        <p key={line.id} className={styles.note}>
          <Swatch {...line} /> {NAMES[kind]} at {formatX(x, where)}
        </p>
      ))}
    </div>,
    document.body,
  );
}

/** Beside the pointer, on the side with more room. Reckoned rather than measured: to measure is to lay the page out once more. */
function placeOf({ left, top }: Pointer, height: number): CSSProperties {
  const down = Math.max(8, Math.min(top + OFFSET, window.innerHeight - height));
  return left < window.innerWidth * 0.6
    ? { left: left + OFFSET, top: down }
    : { right: window.innerWidth - left + OFFSET, top: down };
}

/** So many readings around the nearest one. */
function around(readings: Reading[], nearest: Reading | null, room: number): Reading[] {
  if (readings.length <= room) return readings;
  const middle = nearest ? readings.indexOf(nearest) : 0;
  const first = Math.max(0, Math.min(middle - (room >> 1), readings.length - room));
  return readings.slice(first, first + room);
}

interface TableProps {
  readings: readonly Reading[];
  nearest: Reading | null;
  detailed: boolean;
  /** With every digit that was logged. */
  exact: boolean;
}

function ReadingTable({ readings, nearest, detailed, exact }: TableProps) {
  const smoothed = readings.some((reading) => reading.smoothed !== null);
  const spread = detailed && readings.some((reading) => reading.low !== reading.high);
  const counted = detailed && readings.some((reading) => reading.count > 1);
  const groups = readings.some((reading) => reading.line.group !== null);
  const show = exact ? formatExact : (value: number) => formatNumber(value, 5);
  return (
    <table className={styles.table}>
      {(spread || smoothed || counted) && (
        <thead>
          <tr>
            <th>
              <span className="visually-hidden">line</span>
            </th>
            <th>{counted ? "mean" : "value"}</th>
            {smoothed && <th>smoothed</th>}
            {spread && <th>{groups ? "low" : "min"}</th>}
            {spread && <th>{groups ? "high" : "max"}</th>}
            {counted && <th>{groups ? "runs" : "points"}</th>}
          </tr>
        </thead>
      )}
      <tbody>
        {readings.map((reading, place) => (
          // By place: rows that were moved, as by line, would be styled and laid out anew at each move.
          <tr key={place} className={reading === nearest ? styles.nearest : ""}>
            <th scope="row">
              <span className={styles.run}>
                <Swatch {...reading.line} />
                <span>{reading.line.label}</span>
              </span>
            </th>
            <td>{reading.count === 1 ? show(reading.value) : formatNumber(reading.value, 5)}</td>
            {smoothed && (
              <td className={styles.quiet}>
                {reading.smoothed === null ? "" : formatNumber(reading.smoothed, 5)}
              </td>
            )}
            {spread && <td className={styles.quiet}>{show(reading.low)}</td>}
            {spread && <td className={styles.quiet}>{show(reading.high)}</td>}
            {counted && <td className={styles.quiet}>{reading.count}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
