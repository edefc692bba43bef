import type { TextPoint } from "@/api/types";

/** A text that a key kept over one or more points. */
export interface TextSpan {
  key: string;
  text: string;
  firstStep: number;
  lastStep: number;
  time: number;
}

/** Points in a row with the same text are one span; the newest spans first. */
export function textSpans(points: readonly TextPoint[]): TextSpan[] {
  const open = new Map<string, TextSpan>();
  const spans: TextSpan[] = [];
  for (const { key, step, time, text } of [...points].sort((a, b) => a.step - b.step)) {
    const span = open.get(key);
    if (span?.text === text) {
      span.lastStep = step;
      continue;
    }
    const next = { key, text, firstStep: step, lastStep: step, time };
    open.set(key, next);
    spans.push(next);
  }
  return spans.sort((a, b) => b.firstStep - a.firstStep);
}
