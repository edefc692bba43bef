import { expect, test } from "vitest";
import { countKeys } from "./sections";

test.each([
  [22, 22, "22 keys"],
  [1, 1, "1 key"],
  [3, 22, "3 of 22 keys"],
  [0, 22, "0 of 22 keys"],
])("%d of %d keys", (found, all, words) => {
  expect(countKeys(found, all)).toBe(words);
});
