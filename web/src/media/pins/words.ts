import { formatCount, formatExact } from "@/format/number";
import type { IconName } from "@/ui/Icon";
import type { Pin, PinSource } from "./pins";

/** Each kind of pin has an icon and a word of its own: colour alone tells nobody anything. */
export const PIN_WORDS: Record<PinSource, { icon: IconName; word: string; title: string }> = {
  here: { icon: "pin", word: "here", title: "Pinned in this panel" },
  everywhere: { icon: "pinAll", word: "all", title: "Pinned in all panels" },
  best: { icon: "star", word: "best", title: "Best step" },
};

/** What was found, as one line: `min val/loss = 0.0123`. */
export const sayFigure = ({ figure, metric, value }: NonNullable<Pin["best"]>): string =>
  `${figure} ${metric} = ${formatExact(Number(value.toPrecision(6)))}`;

/** How far the shown step lies from the metric's. */
export function sayDistance({ step, metricStep }: NonNullable<Pin["best"]>): string {
  const distance = Math.abs(step - metricStep);
  if (distance === 0) return "exact";
  return `${formatCount(distance)} ${distance === 1 ? "step" : "steps"} ${step > metricStep ? "later" : "earlier"}`;
}
