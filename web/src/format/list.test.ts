import { expect, test } from "vitest";
import { fewOf } from "./list";

test("a long list tells its first words and how many more there are", () => {
  expect(fewOf([], 2)).toBe("");
  expect(fewOf(["a", "b"], 2)).toBe("a, b");
  expect(fewOf(["a", "b", "c"], 2)).toBe("a, b, c");
  expect(fewOf(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
});
