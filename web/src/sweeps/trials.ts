import type { Json, SweepDetail, Trial } from "@/api/types";
import type { Fielded } from "@/charts/runFields";

/** Whether a value is better than another, by the goal of the sweep. */
export const isBetter = (value: number, than: number, goal: "minimize" | "maximize"): boolean =>
  goal === "minimize" ? value < than : value > than;

export interface BestPoint {
  number: number;
  value: number;
}

/** The trials that were the best when they ended, in the order of their numbers: NaN never is. */
export function bestSoFar(trials: readonly Trial[], goal: "minimize" | "maximize"): BestPoint[] {
  const steps: BestPoint[] = [];
  for (const { number, value } of trials) {
    if (typeof value !== "number" || Number.isNaN(value)) continue;
    const last = steps.at(-1);
    if (last === undefined || isBetter(value, last.value, goal)) steps.push({ number, value });
  }
  return steps;
}

/** The field under which the metric of a sweep stands in its trials. */
export const metricField = ({ metric }: SweepDetail): string => (metric ? `summary.${metric.name}` : "");

/** A trial with its parameters and value where runs have theirs. */
export function asRun(sweep: SweepDetail, trial: Trial): Fielded {
  return {
    id: trial.run,
    name: nameOf(trial),
    config: trial.params as Record<string, Json>,
    summary: sweep.metric && trial.value !== null ? { [sweep.metric.name]: trial.value } : {},
    metrics: {},
  };
}

export const nameOf = ({ run_name, number }: Trial): string => run_name ?? `trial ${number}`;

/** How long a trial took or has been running, in seconds. */
export const secondsOf = ({ start_time, end_time }: Trial, nowMs = Date.now()): number =>
  Math.max(0, ((end_time ?? nowMs * 1000) - start_time) / 1e6);

export type Order = "number" | "name" | "state" | "value" | "start" | "duration" | `param:${string}`;

/** The trials in an order; those without a value come last, whichever way it goes. */
export function inOrder(trials: readonly Trial[], order: Order, descending: boolean): Trial[] {
  const sign = descending ? -1 : 1;
  const keys = new Map(trials.map((trial) => [trial, keyOf(trial, order)]));
  return trials.toSorted((a, b) => {
    const [left, right] = [keys.get(a) ?? null, keys.get(b) ?? null];
    if (left === null || right === null)
      return Number(left === null) - Number(right === null) || a.number - b.number;
    const order =
      typeof left === "number" && typeof right === "number"
        ? left - right
        : String(left).localeCompare(String(right), undefined, { numeric: true });
    return sign * order || a.number - b.number;
  });
}

function keyOf(trial: Trial, order: Order): number | string | null {
  switch (order) {
    case "number":
      return trial.number;
    case "name":
      return nameOf(trial);
    case "state":
      return trial.state;
    case "value":
      return typeof trial.value === "number" && !Number.isNaN(trial.value) ? trial.value : null;
    case "start":
      return trial.start_time;
    case "duration":
      return secondsOf(trial);
    default: {
      const value = trial.params[order.slice("param:".length)];
      if (value === undefined || value === null) return null;
      return typeof value === "number" || typeof value === "string" ? value : JSON.stringify(value);
    }
  }
}
