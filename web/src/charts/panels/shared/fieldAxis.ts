import type { Json } from "@/api/types";
import { formatTick } from "@/format/number";
import { formatTimeTick } from "@/format/time";
import { formatValue } from "@/format/value";
import { distinct } from "../../lines/styling";
import { numberOf } from "../../runFields";
import { domainOf, scaleOf } from "../../scale";

/** The place of a field's values on a line: numbers on a scale, texts beside each other. */
export interface FieldAxis {
  /** NaN for a value that has no place. */
  place(value: Json | undefined): number;
  ticks: readonly { at: number; label: string }[];
  /** The numbers of a scale; null where values are texts. */
  domain: readonly [number, number] | null;
  /** The value at a place of a scale; the index of the text otherwise. */
  invert(at: number): number;
  classes: readonly Json[];
}

const MOST_LABELS = 30;

/** `log` holds where there are numbers above zero. */
export function fieldAxis(
  field: string,
  values: readonly (Json | undefined)[],
  range: readonly [number, number],
  log: boolean,
  ticks: number,
): FieldAxis {
  const classes = distinct(values);
  const texts = classes.some((value) => Number.isNaN(numberOf(value)) && typeof value !== "number");
  if (texts) return classAxis(classes, range);
  const numbers = values.map(numberOf);
  const domain = domainOf(numbers, log) ?? [log ? 0.1 : 0, log ? 10 : 1];
  const scale = scaleOf(domain, range, log);
  const { values: at, step } = scale.ticks(ticks);
  const isTime = field.endsWith("_time");
  const label = (value: number) =>
    isTime ? formatTimeTick(value, step / 1e6) : formatTick(value, step || Math.abs(value));
  return {
    place: (value) => {
      const number = numberOf(value);
      return Number.isFinite(number) && !(log && number <= 0) ? scale(number) : Number.NaN;
    },
    ticks: at.map((value) => ({ at: scale(value), label: label(value) })),
    domain,
    invert: scale.invert,
    classes: [],
  };
}

/** Numbers that differ by factors rather than by distances, as learning rates do. */
export function spansFactors(numbers: readonly number[]): boolean {
  const finite = numbers.filter(Number.isFinite);
  const low = Math.min(...finite);
  return finite.length > 0 && low > 0 && Math.max(...finite) / low >= 100;
}

function classAxis(classes: readonly Json[], [from, to]: readonly [number, number]): FieldAxis {
  const step = (to - from) / Math.max(1, classes.length);
  const places = new Map(classes.map((value, index) => [JSON.stringify(value), from + (index + 0.5) * step]));
  const stride = Math.ceil(classes.length / MOST_LABELS);
  return {
    place: (value) => places.get(JSON.stringify(value)) ?? Number.NaN,
    ticks: classes.flatMap((value, index) =>
      index % stride === 0 ? [{ at: from + (index + 0.5) * step, label: formatValue(value) }] : [],
    ),
    domain: null,
    invert: (at) => Math.floor((at - from) / step),
    classes,
  };
}
