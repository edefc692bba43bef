import type { RunGroups, Spread } from "@/api/types";
import type { Theme } from "@/theme/theme";
import { styleOfSlot } from "../../colours";
import type { ChartRun } from "../../lines/plot";
import { labelOf } from "../../lines/styling";
import { fieldValue, numberOf, type RunValues } from "../../runFields";
import type { BarsSettings } from "./kind";

export interface Bar {
  id: string;
  label: string;
  value: number;
  /** The ends of its whisker; null without one. */
  whisker: readonly [number, number] | null;
  colour: string;
  /** How many runs it stands for. */
  runs: number;
}

/** A bar for each run that has a number there, the greatest first. */
export function barsOfRuns(runs: readonly ChartRun[], values: RunValues, field: string): Bar[] {
  return runs
    .flatMap(({ id, label, colour }) => {
      const run = values.get(id);
      const value = run ? numberOf(fieldValue(run, field)) : Number.NaN;
      return Number.isFinite(value) ? [{ id, label, value, whisker: null, colour, runs: 1 }] : [];
    })
    .sort((a, b) => b.value - a.value);
}

/** A bar for the mean of each group, in the order of the answer. */
export function barsOfGroups(
  groups: RunGroups["groups"],
  { y, by, spread }: BarsSettings,
  theme: Theme,
): Bar[] {
  return groups.flatMap(({ values, aggregates }, slot) => {
    const figures = aggregates[y];
    if (!figures || figures.mean === null) return [];
    const label = labelOf(by, values[0]);
    return {
      id: label,
      label,
      value: figures.mean,
      whisker: whiskerOf(figures, spread),
      colour: styleOfSlot(slot, theme).colour,
      runs: figures.count,
    };
  });
}

function whiskerOf(
  { mean, std, stderr, ci_low, ci_high }: Spread,
  spread: BarsSettings["spread"],
): [number, number] | null {
  const around = (distance: number | null): [number, number] | null =>
    mean === null || distance === null ? null : [mean - distance, mean + distance];
  switch (spread) {
    case "ci":
      return ci_low === null || ci_high === null ? null : [ci_low, ci_high];
    case "std":
      return around(std);
    case "stderr":
      return around(stderr);
    case "none":
      return null;
  }
}
