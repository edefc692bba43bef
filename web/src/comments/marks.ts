import type { Comment } from "@/api/comments";
import { type Thread, threadsOf } from "./threads";

/** An open thread about a place on a chart, numbered as people see it. */
export interface Mark {
  thread: Thread;
  number: number;
  x: number;
}

/** What is to be marked on a chart that has this axis, from left to right; what is settled is not. */
export function marksOf(comments: readonly Comment[], panel: string, axis: string): Mark[] {
  return threadsOf(comments, panel)
    .filter(({ first }) => first.resolved_time === null && first.x !== null && first.x_axis === axis)
    .sort((a, b) => (a.first.x ?? 0) - (b.first.x ?? 0))
    .map((thread, index) => ({ thread, number: index + 1, x: thread.first.x ?? 0 }));
}
