import { expect, test } from "vitest";
import { formatSort, nextSorts, parseSort, placeInSort } from "./sort";

test("a sort survives both ways", () => {
  for (const sort of ["name", "-summary.val/acc", "config.-odd"])
    expect(formatSort(parseSort(sort))).toBe(sort);
});

test("a first click shows the greatest number or the first name; a second turns it around", () => {
  expect(nextSorts(["name"], "summary.acc", true)).toEqual(["-summary.acc"]);
  expect(nextSorts(["-summary.acc"], "summary.acc", true)).toEqual(["summary.acc"]);
  expect(nextSorts(["-created_time"], "name", false)).toEqual(["name"]);
  expect(nextSorts(["name"], "name", false)).toEqual(["-name"]);
});

test("a click with shift sorts by one more, turns it around, takes it out", () => {
  const first = nextSorts(["config.lr"], "summary.acc", true, true);
  expect(first).toEqual(["config.lr", "-summary.acc"]);
  const second = nextSorts(first, "summary.acc", true, true);
  expect(second).toEqual(["config.lr", "summary.acc"]);
  expect(nextSorts(second, "summary.acc", true, true)).toEqual(["config.lr"]);
  expect(nextSorts(first, "config.lr", true, true)).toEqual(["-summary.acc"]);
});

test("the last sort is never taken out", () => {
  expect(nextSorts(["summary.acc"], "summary.acc", true, true)).toEqual(["-summary.acc"]);
});

test("a column knows its place", () => {
  expect(placeInSort(["config.lr", "-name"], "name")).toEqual({ place: 1, direction: "descending" });
  expect(placeInSort(["config.lr"], "name").direction).toBe("none");
});
