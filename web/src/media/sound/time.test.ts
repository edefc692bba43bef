import { expect, test } from "vitest";
import { sayTime } from "./time";

test.each([
  [0, "0:00.0"],
  [4.24, "0:04.2"],
  [59.96, "1:00.0"],
  [3723, "1:02:03.0"],
  [-1, "0:00.0"],
])("%d seconds are %s", (secs, text) => {
  expect(sayTime(secs)).toBe(text);
});
