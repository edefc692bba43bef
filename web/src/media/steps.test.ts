import { expect, test } from "vitest";
import { snapStep } from "./steps";

const steps = [0, 10, 20, 35];

test.each([
  [null, 3],
  [20, 2],
  [34, 2],
  [35, 3],
  [99, 3],
  [-5, 0],
])("%s shows the step at place %s", (wanted, place) => {
  expect(snapStep(steps, wanted)).toBe(place);
});
