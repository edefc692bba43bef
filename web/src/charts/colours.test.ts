import { expect, test } from "vitest";
import { assignSlots, styleOfSlot } from "./colours";

const slotsOf = (slots: ReadonlyMap<string, number>) => Object.fromEntries(slots);

test("runs take slots in the order of the view", () => {
  expect(slotsOf(assignSlots(new Map(), ["c", "a", "b"]))).toEqual({ c: 0, a: 1, b: 2 });
});

test("a shown run keeps its slot when others come, go or move", () => {
  const first = assignSlots(new Map(), ["a", "b", "c"]);
  const second = assignSlots(first, ["c", "d", "a"]);
  expect(slotsOf(second)).toEqual({ a: 0, c: 2, d: 1 });
});

test("nine and up repeat the hues dashed, beyond sixteen lines are grey", () => {
  const [first, ninth, late] = [0, 8, 16].map((slot) => styleOfSlot(slot, "light"));
  expect(ninth?.colour).toBe(first?.colour);
  expect(first?.dash).toHaveLength(0);
  expect(ninth?.dash).not.toHaveLength(0);
  expect(late).toEqual(styleOfSlot(undefined, "light"));
});
