import { expect, test } from "vitest";
import { chosenStep, formatItem, parseItem, withEntry } from "./mediaView";

test("each key has its own step, whatever its name holds", () => {
  let entries = withEntry(null, "val/a@b", "120");
  entries = withEntry(entries, "c", "-3");
  expect(entries).toEqual(["120@val/a@b", "-3@c"]);
  expect(chosenStep(entries, "val/a@b")).toBe(120);
  expect(chosenStep(entries, "c")).toBe(-3);
  expect(chosenStep(entries, "d")).toBeNull();
  expect(withEntry(entries, "c", "7")).toEqual(["120@val/a@b", "7@c"]);
});

test("without entries there is no list", () => {
  expect(withEntry(["1@c"], "c", null)).toBeNull();
  expect(chosenStep(["x@c"], "c")).toBeNull();
});

test("an open item survives its address", () => {
  const item = { key: "val/a@b", step: 120, index: 3 };
  expect(parseItem(formatItem(item))).toEqual(item);
  expect(parseItem("")).toBeNull();
  expect(parseItem("nonsense")).toBeNull();
});
