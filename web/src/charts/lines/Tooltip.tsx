import { useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { XAxis } from "@/api/types";
import { formatExact, formatNumber, plural } from "@/format/number";
import { IconButton } from "@/ui/Button";
import { formatX } from "../axis";
import { Swatch } from "../Swatch";
import type { Pointer } from "./LineChart";
import type { Plot } from "./plot";
import { nonFiniteAt, readAt } from "./readings";
import styles from "./Tooltip.module.css";

interface Props {
  plot: Plot;
  x: XAxis;
  pointer: Pointer;
  pinned: boolean;
  onUnpin(): void;
}

const OFFSET = 14;
const NAMES = { NaN: "NaN", Infinity: "+Inf", "-Infinity": "−Inf" } as const;

/** Lies on the page's body: a chart card clips what is positioned inside it. */
export function Tooltip({ plot, x, pointer, pinned, onUnpin }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const { readings, nearest } = readAt(plot, pointer);
  const marks = nonFiniteAt(plot, pointer);

  useLayoutEffect(() => {
    const box = element.current?.getBoundingClientRect();
    if (box && (box.width !== size.width || box.height !== size.height)) setSize(box);
  });

  const flip = pointer.left + OFFSET + size.width > window.innerWidth - 8;
  const left = Math.max(8, flip ? pointer.left - OFFSET - size.width : pointer.left + OFFSET);
  const top = Math.max(8, Math.min(pointer.top + OFFSET, window.innerHeight - size.height - 8));
  const at = plot.x[pointer.index];
  const bucketed = readings.some((reading) => reading.points > 1);
  const smoothed = readings.some((reading) => reading.smoothed !== null);
  const show = pinned ? formatExact : (value: number) => formatNumber(value, 5);

  if (at === undefined || (readings.length === 0 && marks.length === 0)) return null;
  return createPortal(
    <div
      ref={element}
      className={`${styles.tooltip} ${pinned ? styles.pinned : ""}`}
      style={{ left, top }}
      {...(pinned ? { role: "region", "aria-label": "Pinned values" } : { role: "tooltip" })}
      data-tooltip=""
    >
      <div className={styles.head}>
        <span>{formatX(x, nearest?.x ?? at)}</span>
        {pinned && <IconButton small icon="close" label="Unpin" onClick={onUnpin} />}
      </div>
      <table className={styles.table}>
        {(bucketed || smoothed) && (
          <thead>
            <tr>
              <th>
                <span className="visually-hidden">run</span>
              </th>
              <th>{bucketed ? "mean" : "value"}</th>
              {smoothed && <th>smoothed</th>}
              {bucketed && <th>min</th>}
              {bucketed && <th>max</th>}
            </tr>
          </thead>
        )}
        <tbody>
          {readings.map((reading) => (
            <tr key={reading.line.id} className={reading === nearest ? styles.nearest : ""}>
              <th scope="row">
                <span className={styles.run}>
                  <Swatch {...reading.line} />
                  <span>{reading.line.label}</span>
                </span>
              </th>
              <td>{reading.points === 1 ? show(reading.value) : formatNumber(reading.value, 5)}</td>
              {smoothed && (
                <td className={styles.quiet}>
                  {reading.smoothed === null ? "" : formatNumber(reading.smoothed, 5)}
                </td>
              )}
              {bucketed && <td className={styles.quiet}>{show(reading.min)}</td>}
              {bucketed && <td className={styles.quiet}>{show(reading.max)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {plot.lines.length > readings.length && readings.length > 0 && (
        <p className={styles.more}>and {plural(plot.lines.length - readings.length, "run")} further away</p>
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
