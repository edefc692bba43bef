import { expect, test } from "vitest";
import type { Run } from "@/api/types";
import { applyChanges, describeChanges, movedProject, placeOf } from "./changes";

const RUN = {
  id: "a",
  name: "one",
  project: "cv/old",
  notes: "text",
  group: null,
  job_type: null,
  colour: "teal",
  tags: ["x", "y"],
  starred: false,
  archived: true,
  binned_time: null,
} as unknown as Run;

test("what is not said stays, and an empty text clears", () => {
  expect(applyChanges(RUN, { name: "two" })).toEqual({ ...RUN, name: "two" });
  expect(applyChanges(RUN, { notes: "", colour: "" })).toEqual({ ...RUN, notes: null, colour: null });
  expect(applyChanges(RUN, { tags_added: ["z", "x"], tags_removed: ["y"] }).tags).toEqual(["x", "z"]);
});

test("a run in the bin is there alone, and comes back to where it was", () => {
  const binned = applyChanges(RUN, { binned: true });
  expect([placeOf(RUN), placeOf(binned), placeOf(applyChanges(binned, { binned: false }))]).toEqual([
    "archived",
    "bin",
    "archived",
  ]);
});

test.each([
  ["cv/a", { project: "nlp" }, "nlp"],
  ["cv/a", { project: "cv/b", project_from: "cv/a" }, "cv/b"],
  ["cv/a/deep", { project: "cv/b", project_from: "cv/a" }, "cv/b/deep"],
  ["cv/ab", { project: "cv/b", project_from: "cv/a" }, "cv/ab"],
])("%s moves with its tree", (project, changes, moved) => {
  expect(movedProject(project, changes)).toBe(moved);
});

test.each([
  [{ binned: true }, 3, undefined, "3 runs are in the bin."],
  [{ stop: true }, 1, "calm-owl", "“calm-owl” is asked to stop."],
  [{ stop: false }, 2, undefined, "2 runs are asked no longer to stop."],
  [{ archived: true }, 1, "one", "“one” is archived."],
  [
    { tags_added: ["a"], tags_removed: ["b", "c"] },
    2,
    undefined,
    "2 runs are tagged a, without the tags b, c.",
  ],
  [{ colour: "" }, 1, "one", "“one” is without a colour of its own."],
  [{ project: "nlp" }, 1, "one", "“one” moved to nlp."],
])("%j is told as a sentence", (changes, count, name, sentence) => {
  expect(describeChanges(changes, count, name)).toBe(sentence);
});
