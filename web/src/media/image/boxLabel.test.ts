import { expect, test } from "vitest";
import { placeLabel, sayBox } from "./boxLabel";
import type { Box, BoxLayer } from "./layers";

const boxAt = (left: number, top: number, right: number, bottom: number): Box => ({
  left,
  top,
  right,
  bottom,
  class: 1,
  caption: null,
  scores: { confidence: 0.876 },
});
const layer: BoxLayer = { kind: "boxes", name: "predictions", labels: { 1: "car" }, boxes: [] };
const image = { width: 400, height: 200 };
const label = { width: 60, height: 18 };

test("a box says its class and how sure it is, or its caption", () => {
  const box = boxAt(0, 0, 1, 1);
  expect(sayBox(layer, box)).toBe("car 0.88");
  expect(sayBox(layer, { ...box, class: 7, scores: {} })).toBe("class 7");
  expect(sayBox(layer, { ...box, caption: "a red one" })).toBe("a red one");
});

test.each([
  ["over its box", boxAt(0.25, 0.5, 0.5, 0.75), { x: 100, y: 82 }],
  ["within a box at the top", boxAt(0.25, 0.02, 0.5, 0.75), { x: 100, y: 0 }],
  ["up to the end of a box on the right", boxAt(0.75, 0.5, 0.8, 0.75), { x: 260, y: 82 }],
  ["within the image, where a box leaves it", boxAt(0.9, 0.5, 1.4, 0.75), { x: 340, y: 82 }],
  ["and where it begins outside", boxAt(-0.4, 1.2, 0.5, 1.75), { x: 0, y: 182 }],
])("a label stands %s", (_, box, at) => {
  expect(placeLabel(box, image, label)).toEqual(at);
});
