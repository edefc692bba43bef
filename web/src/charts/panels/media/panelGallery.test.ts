import { expect, test } from "vitest";
import { mediaView, sampleOf, scopeOf, stepOf, wayOf, withSample, withWay } from "@/media/mediaView";
import { readView } from "@/route/search";
import type { MediaSettings } from "./kind";
import { partsOf, viewOf } from "./panelGallery";

const SETTINGS: MediaSettings = {
  key: "a/b",
  step: "",
  sample: "2",
  as: "heatmap",
  size: "large",
  spread: "one",
};
const PAGE = readView(mediaView, "step=7@a&samples=off&zoomsync=1&tiles=small");

test("a panel has its own step, sample and way, and the page's zoom", () => {
  const view = viewOf(PAGE, "a/b", SETTINGS, 30);
  expect(stepOf(view, scopeOf(view, "a", "a/b"))).toBe(30);
  expect(sampleOf(view, "any", "a/b")).toBe(2);
  expect(wayOf(view, "a/b", ["step", "heatmap"])).toBe("heatmap");
  expect(view).toMatchObject({ tiles: "large", spread: "one", zoomsync: true });
  const newest = viewOf(PAGE, "a/b", SETTINGS, null);
  expect(stepOf(newest, scopeOf(newest, "a", "a/b"))).toBeNull();
});

test("changes go where they belong", () => {
  const view = viewOf(PAGE, "a/b", SETTINGS, 30);
  expect(partsOf("a/b", withSample(view, "run", "a/b", 4))).toEqual({ panel: { sample: "4" }, page: {} });
  expect(partsOf("a/b", withSample(view, "run", "a/b", 0))).toEqual({
    panel: { sample: undefined },
    page: {},
  });
  expect(partsOf("a/b", withWay(view, "a/b", "table", ["step", "table"])).panel).toEqual({ as: "table" });
  expect(partsOf("a/b", { item: "1/0@r/a", beside: null })).toEqual({
    panel: {},
    page: { item: "1/0@r/a", beside: null },
  });
});
