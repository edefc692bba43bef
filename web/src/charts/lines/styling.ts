import type { Json } from "@/api/types";
import { formatValue } from "@/format/value";
import { fieldLabel } from "@/project/fields";
import type { Theme } from "@/theme/theme";
import { colourOfShare, greyOf, styleOfSlot } from "../colours";
import { fieldValue, numberOf, type RunValues } from "../runFields";
import type { ChartRun } from "./plot";

const DASHES: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [10, 3, 2, 3]];
/** More distinct numbers than this are a scale, not classes. */
const MAX_CLASSES = 8;

/** A value of a field as the label of all that have it. */
export function labelOf(field: string, value: Json | undefined): string {
  if (value === undefined || value === null) return `no ${fieldLabel(field)}`;
  return `${fieldLabel(field)} ${formatValue(value)}`;
}

/** Colours for values: classes take the hues in their order, many numbers a scale from the least to the greatest. */
export function colourScale(
  values: readonly (Json | undefined)[],
  theme: Theme,
): (value: Json | undefined) => string {
  const classes = distinct(values);
  const numbers = classes.map(numberOf).filter((value) => Number.isFinite(value));
  if (classes.length > MAX_CLASSES && numbers.length > classes.length / 2) {
    const low = Math.min(...numbers);
    const high = Math.max(...numbers);
    // Learning rates differ by factors.
    const log = low > 0 && high / low > 100;
    const place = (value: number) =>
      log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return (value) => colourOfShare(place(numberOf(value)), theme);
  }
  const slots = new Map(classes.map((value, index) => [JSON.stringify(value), index]));
  return (value) =>
    value === undefined || value === null
      ? greyOf(theme)
      : styleOfSlot(slots.get(JSON.stringify(value)), theme).colour;
}

/** The distinct values, numbers by size before texts by name. */
export function distinct(values: readonly (Json | undefined)[]): Json[] {
  const seen = new Map<string, Json>();
  for (const value of values) {
    if (value !== undefined && value !== null) seen.set(JSON.stringify(value), value);
  }
  return [...seen.values()].sort((a, b) => {
    const [x, y] = [numberOf(a), numberOf(b)];
    if (!Number.isNaN(x) || !Number.isNaN(y)) return Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : x - y;
    return String(formatValue(a)).localeCompare(String(formatValue(b)), undefined, { numeric: true });
  });
}

/** The runs' lines with the colours and dashes of two fields, either of which may be empty. */
export function restyle(
  runs: readonly ChartRun[],
  values: RunValues,
  { colour, dash }: { colour: string; dash: string },
  theme: Theme,
): readonly ChartRun[] {
  if (colour === "" && dash === "") return runs;
  const read = (run: ChartRun, field: string) => {
    const own = values.get(run.id);
    return own === undefined ? undefined : fieldValue(own, field);
  };
  const colours = colourScale(
    runs.map((run) => read(run, colour)),
    theme,
  );
  const dashes = distinct(runs.map((run) => read(run, dash))).map((value) => JSON.stringify(value));
  return runs.map((run) => ({
    ...run,
    ...(colour === "" ? {} : { colour: colours(read(run, colour)) }),
    ...(dash === ""
      ? {}
      : { dash: DASHES[Math.max(0, dashes.indexOf(JSON.stringify(read(run, dash)))) % DASHES.length] ?? [] }),
  }));
}

export interface Grouped {
  /** The label of each run, in their order. */
  labels: readonly string[];
  /** A line for each label. */
  lines: readonly ChartRun[];
}

/** Runs with the same value of a field as one line each; null until the values are known. */
export function groupLines(
  runs: readonly ChartRun[],
  values: RunValues,
  field: string,
  theme: Theme,
): Grouped | null {
  if (values.size === 0) return null;
  const own = runs.map((run) => {
    const found = values.get(run.id);
    return found === undefined ? undefined : fieldValue(found, field);
  });
  const order = distinct(own).map((value) => labelOf(field, value));
  const labels = own.map((value) => labelOf(field, value));
  const none = labelOf(field, undefined);
  if (labels.includes(none)) order.push(none);
  const lines = [...new Set(order)].map((label, slot) => ({ id: label, label, ...styleOfSlot(slot, theme) }));
  return { labels, lines };
}

export interface Facet {
  label: string;
  runs: readonly ChartRun[];
}

/** The runs of each value of a field. */
export function facetsOf(runs: readonly ChartRun[], values: RunValues, field: string): Facet[] {
  const valueIn = (run: ChartRun) => {
    const found = values.get(run.id);
    return found === undefined ? undefined : fieldValue(found, field);
  };
  const facets = new Map<string, ChartRun[]>();
  for (const value of [...distinct(runs.map(valueIn)), undefined]) facets.set(labelOf(field, value), []);
  for (const run of runs) facets.get(labelOf(field, valueIn(run)))?.push(run);
  return [...facets].filter(([, own]) => own.length > 0).map(([label, own]) => ({ label, runs: own }));
}
