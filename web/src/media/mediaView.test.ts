import { expect, test } from "vitest";
import { readView, writeView } from "@/route/search";
import {
  entryOf,
  formatItem,
  type MediaView,
  mediaView,
  parseItem,
  sampleOf,
  scopeOf,
  stepOf,
  withEntry,
  withLink,
  withSample,
  withStep,
} from "./mediaView";

const START = readView(mediaView, "");
const moved = (view: MediaView, part: Partial<MediaView>): MediaView =>
  readView(mediaView, writeView(mediaView, writeView(mediaView, "", view), part));
const stepAt = (view: MediaView, section: string, key: string | null) =>
  stepOf(view, scopeOf(view, section, key));

test("entries are kept by name, whatever the name holds", () => {
  const steps = withEntry(withEntry(null, "a@b/c", "12"), "plain", "-3");
  expect(entryOf(steps, "a@b/c")).toBe("12");
  expect(entryOf(steps, "plain")).toBe("-3");
  expect(entryOf(steps, "other")).toBeNull();
  expect(withEntry(withEntry(steps, "a@b/c", null), "plain", null)).toBeNull();
});

test("a section's keys stand at its step, an unlinked one at its own", () => {
  let view = moved(START, withStep(START, { of: "section", name: "val" }, 10));
  expect(stepAt(view, "val", "val/x")).toBe(10);
  expect(stepAt(view, "train", "train/x")).toBeNull();
  view = moved(view, withLink(view, "val", "val/x", false));
  expect(stepAt(view, "val", "val/x")).toBe(10);
  view = moved(view, withStep(view, { of: "key", name: "val/x" }, 20));
  view = moved(view, withStep(view, { of: "section", name: "val" }, null));
  expect(stepAt(view, "val", "val/x")).toBe(20);
  expect(stepAt(view, "val", "val/y")).toBeNull();
  view = moved(view, withStep(view, { of: "key", name: "val/x" }, null));
  expect(scopeOf(view, "val", "val/x")).toEqual({ of: "key", name: "val/x" });
  expect(stepAt(moved(view, withLink(view, "val", "val/x", true)), "val", "val/x")).toBeNull();
});

test("in step, all sections have one step, a locked key its own", () => {
  let view = moved(START, { ...withLink(START, "val", "val/x", false), stepsync: true });
  view = moved(view, withStep(view, { of: "all" }, 7));
  expect(stepAt(view, "val", "val/y")).toBe(7);
  expect(stepAt(view, "", "root")).toBe(7);
  expect(stepAt(view, "val", "val/x")).toBeNull();
});

test.each([
  ["widgets", [3, 3, 3]],
  ["runs", [3, 3, 0]],
  ["off", [3, 0, 0]],
] as const)("samples in step over %s", (samples, expected) => {
  const view = moved({ ...START, samples }, withSample({ ...START, samples }, "a", "x", 3));
  expect([sampleOf(view, "a", "x"), sampleOf(view, "b", "x"), sampleOf(view, "a", "y")]).toEqual(expected);
  expect(moved(view, withSample(view, "a", "x", 0)).sample).toBeNull();
});

test("an open item survives the address", () => {
  const place = { run: "a/b %@?", key: "a@b/c", step: -3, index: 2 };
  expect(parseItem(formatItem(place))).toEqual(place);
  for (const item of ["", "3@a/b", "x/1@a/b", "3/1@b", "3/1@%E0%A4%A/b"]) expect(parseItem(item)).toBeNull();
});
