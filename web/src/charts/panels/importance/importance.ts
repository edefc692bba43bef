import type { Json } from "@/api/types";
import { numberOf } from "../../runFields";
import { explainedShare, quantile, rankCorrelation, ranks, sameRandom, shuffle } from "../../statistics";

/**
 * How much a parameter has to do with a result. Each parameter by itself: two that were always changed together both get
 * what one of them caused, and what only several explain together, none gets.
 */
export interface Importance {
  field: string;
  /** How many runs have both the parameter and the result. */
  runs: number;
  /** The share of the result's variance in rank that the parameter's classes explain, beyond what chance would: 0 to 1. */
  explained: number;
  /** How often chance alone explains as much: 0 to 1. */
  chance: number;
  /** Spearman's rank correlation; null for a parameter of texts. */
  correlation: number | null;
}

const SHUFFLES = 200;
/** A parameter with more numbers than this is told in so many classes of equal size. */
const MOST_CLASSES = 6;
/** Fewer tell nothing at all. */
export const LEAST_RUNS = 5;
/** With fewer the figures jump with each run. */
export const FEW_RUNS = 30;

/** Null where too few runs have both, or the parameter or the result never changes. */
export function importanceOf(
  field: string,
  parameter: readonly (Json | undefined)[],
  result: readonly number[],
): Importance | null {
  const known = parameter.flatMap((value, i) =>
    value === undefined || value === null || !Number.isFinite(result[i]) ? [] : [i],
  );
  if (known.length < LEAST_RUNS) return null;
  const values = known.map((i) => parameter[i] as Json);
  // Ranks: one run that diverged to 1e9 must not be all there is to explain.
  const ranked = ranks(known.map((i) => result[i] as number));
  if (new Set(ranked).size < 2) return null;
  const numbers = values.map(numberOf);
  const isNumber = numbers.every((number) => Number.isFinite(number));
  const classes = isNumber ? classesOf(numbers) : labelsOf(values);
  const distinct = new Set(classes).size;
  if (distinct < 2 || distinct === classes.length) return null;
  const share = explainedShare(classes, ranked);
  const random = sameRandom(known.length);
  let expected = 0;
  let reached = 0;
  for (let round = 0; round < SHUFFLES; round += 1) {
    const by = explainedShare(classes, shuffle(ranked, random));
    expected += by / SHUFFLES;
    if (by >= share) reached += 1;
  }
  return {
    field,
    runs: known.length,
    explained: Math.max(0, (share - expected) / (1 - expected)),
    chance: (reached + 1) / (SHUFFLES + 1),
    correlation: isNumber ? orNull(rankCorrelation(numbers, ranked)) : null,
  };
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

function classesOf(numbers: readonly number[]): number[] {
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  // Classes of one run each would explain everything.
  if (distinct.length <= MOST_CLASSES && 2 * distinct.length <= numbers.length)
    return numbers.map((number) => distinct.indexOf(number));
  const sorted = Float64Array.from(numbers).sort();
  const count = Math.max(2, Math.min(MOST_CLASSES, Math.floor(numbers.length / 3)));
  const ends = Array.from({ length: count - 1 }, (_, i) => quantile(sorted, (i + 1) / count));
  return numbers.map((number) => ends.filter((end) => number > end).length);
}

function labelsOf(values: readonly Json[]): number[] {
  const known = new Map<string, number>();
  return values.map((value) => {
    const text = JSON.stringify(value);
    if (!known.has(text)) known.set(text, known.size);
    return known.get(text) as number;
  });
}
