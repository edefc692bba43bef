import { formatNumber } from "@/format/number";
import { formatDuration } from "@/format/time";

/** Which way a number is better: a habit of the reader, or a guess by the name. */
export type Better = "higher" | "lower" | "neither";

const LOWER =
  /(^|[^a-z])(loss|err|error|errors|perplexity|ppl|mae|mse|rmse|mape|nll|bpb|wer|cer|fid|kl|latency|regret)([^a-z]|$)|loss$|error$/i;
const HIGHER =
  /(^|[^a-z])(acc|accuracy|auc|auroc|f1|score|reward|return|map|miou|iou|dice|bleu|rouge|precision|recall|r2|psnr|ssim|throughput|winrate|elo|top[0-9]+)([^a-z]|$)|acc$|accuracy$|score$/i;

/** The metric whose value a field is; null of what was set, or of the run itself. */
export const metricIn = (field: string): string | null =>
  /^summary\.(.*)$/s.exec(field)?.[1] ?? /^metrics\.(.*)\.[a-z]+$/s.exec(field)?.[1] ?? null;

/** Which way a field is probably better; of what was set, neither. */
export function likelyBetter(field: string): Better {
  const [, key] = /^(?:summary|metrics)\.(.*)$/s.exec(field) ?? [];
  if (key === undefined) return "neither";
  if (LOWER.test(key)) return "lower";
  return HIGHER.test(key) ? "higher" : "neither";
}

export interface Difference {
  /** The value minus that of the baseline. */
  by: number;
  verdict: "better" | "worse" | "same" | "other";
}

/** How a number differs from the baseline's; null where one of them is none. */
export function difference(value: unknown, base: unknown, better: Better): Difference | null {
  if (typeof value !== "number" || typeof base !== "number") return null;
  const by = value - base;
  if (Number.isNaN(by)) return null;
  if (by === 0) return { by, verdict: "same" };
  if (better === "neither") return { by, verdict: "other" };
  return { by, verdict: by > 0 === (better === "higher") ? "better" : "worse" };
}

const DIGITS = 3;

/** A difference with its sign: `+0.0123`. */
export function differenceText(field: string, { by }: Difference): string {
  const text = field === "duration_secs" ? formatDuration(by) : formatNumber(by, DIGITS);
  if (by === 0 || /^.?0ms$/.test(text)) return "±0";
  return by > 0 ? `+${text}` : text;
}
