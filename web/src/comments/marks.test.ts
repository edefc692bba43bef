import { expect, test } from "vitest";
import type { Comment } from "@/api/comments";
import { marksOf } from "./marks";

const comment = (id: string, more: Partial<Comment>) =>
  ({ id, panel: "loss", reply_to: null, x: null, x_axis: "step", resolved_time: null, ...more }) as Comment;

test("open threads about places of the axis are numbered from left to right", () => {
  const found = marksOf(
    [
      comment("late", { x: 900 }),
      comment("nowhere", {}),
      comment("early", { x: 0 }),
      comment("elsewhere", { x: 5, panel: "acc" }),
      comment("timed", { x: 5, x_axis: "time" }),
      comment("settled", { x: 7, resolved_time: 1 }),
      comment("reply", { reply_to: "late", x: 900 }),
    ],
    "loss",
    "step",
  );
  expect(found.map(({ thread, number }) => [thread.first.id, number, thread.replies.length])).toEqual([
    ["early", 1, 0],
    ["late", 2, 1],
  ]);
});
