import type { Limits } from "../settings/params";
import type { Plot } from "./plot";
import { valueRange, withLimits } from "./range";

/** What part of a plot is shown, and on what axes. */
export interface Visible {
  logX: boolean;
  log: boolean;
  /** Values far beyond the others do not widen the y axis. */
  clip: boolean;
  /** In the plot's units; an open end is where the data ends. */
  xLimits: Limits;
  yLimits: Limits;
}

/** The interval of x to be seen: what the reader set, else all that the plot has. */
export function visibleX(plot: Plot, { xLimits, logX }: Pick<Visible, "xLimits" | "logX">): [number, number] {
  const high = plot.x.at(-1);
  let low = plot.x[0];
  if (logX) low = plot.x.find((value) => value > 0);
  if (low === undefined || high === undefined || (logX && high <= 0)) {
    return withLimits(logX ? [1, 10] : [0, 1], xLimits, logX);
  }
  const all: [number, number] =
    low === high
      ? logX
        ? [low / 2, low * 2]
        : [low - 0.5, high + 0.5]
      : [logX ? low : low - plot.bucketWidth / 2, high];
  return withLimits(all, xLimits, logX);
}

export function visibleY(plot: Plot, settings: Visible): [number, number] {
  const { yLimits, log, clip } = settings;
  const [from, to] = visibleX(plot, settings);
  return withLimits(valueRange(plot, { from, to, log, clip }) ?? (log ? [0.1, 10] : [0, 1]), yLimits, log);
}
