import { expect, test } from "vitest";
import { formatSort, nextSort, parseSort } from "./sort";

test("a sort survives both ways", () => {
  for (const sort of ["name", "-summary.val/acc", "config.-odd"])
    expect(formatSort(parseSort(sort))).toBe(sort);
});

test("a first click shows the greatest number or the first name; a second turns it around", () => {
  expect(nextSort("name", "summary.acc", true)).toBe("-summary.acc");
  expect(nextSort("-summary.acc", "summary.acc", true)).toBe("summary.acc");
  expect(nextSort("-created_time", "name", false)).toBe("name");
  expect(nextSort("name", "name", false)).toBe("-name");
});
