import { expect, test } from "vitest";
import type { Comment } from "@/api/comments";
import { openCount, threadsOf } from "./threads";

const comment = (id: string, facts: Partial<Comment> = {}): Comment => ({
  id,
  run: "a1",
  project: "cv",
  panel: null,
  x: null,
  x_axis: "step",
  reply_to: null,
  author: "ada",
  created_time: 0,
  edited_time: null,
  text: id,
  resolved_time: null,
  resolved_by: null,
  deleted_time: null,
  ...facts,
});

test("replies stand under what they reply to, and a chart has its own threads", () => {
  const all = [
    comment("a"),
    comment("b", { panel: "loss" }),
    comment("c", { reply_to: "a" }),
    comment("d", { panel: "loss", reply_to: "b" }),
  ];
  const ids = (panel?: string) =>
    threadsOf(all, panel).map(({ first, replies }) => [first.id, ...replies.map(({ id }) => id)]);
  expect(ids()).toEqual([
    ["a", "c"],
    ["b", "d"],
  ]);
  expect(ids("loss")).toEqual([["b", "d"]]);
  expect(ids("acc")).toEqual([]);
});

test("what is settled or gone is not counted", () => {
  const all = [
    comment("a", { resolved_time: 1 }),
    comment("b", { reply_to: "a" }),
    comment("c", { deleted_time: 1 }),
    comment("d", { reply_to: "c" }),
    comment("e"),
  ];
  expect(openCount(threadsOf(all))).toBe(2);
});
