import { expect, test } from "vitest";
import { ApiError } from "@/api/client";
import { accept, carryOver, nextOption, offers } from "./completion";
import { excerpt, filterProblem } from "./problem";

const item = (text: string) => ({ text, kind: "field" as const, detail: "" });

test("a completion takes the place of what was begun, ready for what comes next", () => {
  const answer = { start: 0, end: 5, items: [] };
  expect(accept("confi", answer, item("config.lr"))).toEqual({ text: "config.lr ", at: 10 });
  expect(accept("confi < 1", answer, item("config.lr"))).toEqual({ text: "config.lr < 1", at: 10 });
  expect(accept("state in (ru)", { start: 10, end: 12, items: [] }, item("running"))).toEqual({
    text: "state in (running)",
    at: 17,
  });
  expect(accept("state i", { start: 6, end: 7, items: [] }, item("in ("))).toEqual({
    text: "state in (",
    at: 10,
  });
});

test("completions of an earlier text fit as long as the same word is typed", () => {
  const earlier = { text: "a and con or b", start: 6, end: 9, items: [] };
  expect(carryOver(earlier, "a and con or b")).toEqual({ start: 6, end: 9, items: [] });
  expect(carryOver(earlier, "a and config or b")).toEqual({ start: 6, end: 12, items: [] });
  expect(carryOver(earlier, "a and c or b")).toEqual({ start: 6, end: 7, items: [] });
  expect(carryOver(earlier, "a and con < or b")).toBeNull();
  expect(carryOver(earlier, "b and con or b")).toBeNull();
  expect(carryOver(earlier, "a and con or c")).toBeNull();
  expect(carryOver(earlier, "a")).toBeNull();
});

test("what stands there already is not offered", () => {
  expect(offers("seed = 2", { start: 7, end: 8, items: [item("2")] })).toEqual([]);
  expect(offers("seed = 2", { start: 7, end: 8, items: [item("2"), item("20")] })).toHaveLength(2);
});

test("arrows go through the options and back to the text", () => {
  expect(nextOption(-1, 3, 1)).toBe(0);
  expect(nextOption(2, 3, 1)).toBe(-1);
  expect(nextOption(0, 3, -1)).toBe(-1);
  expect(nextOption(-1, 3, -1)).toBe(2);
});

test("only a wrong filter is a problem of the filter", () => {
  const bad = new ApiError(400, "bad_query", "A value is expected.", null, [3, 4]);
  expect(filterProblem("a <", bad)).toEqual({ message: "A value is expected.", start: 3, end: 3 });
  expect(filterProblem("", bad)).toBeNull();
  expect(filterProblem("a", new ApiError(500, "internal_error", "No.", null))).toBeNull();
  expect(filterProblem("a", null)).toBeNull();
});

test("the server's characters are the browser's, emoji or not", () => {
  const bad = new ApiError(400, "bad_query", "What?", null, [4, 5]);
  expect(filterProblem("🙂🙂 =!x", bad)).toMatchObject({ start: 6, end: 7 });
});

test("the place is shown with what surrounds it", () => {
  const long = `${"a".repeat(50)}!${"b".repeat(50)}`;
  const { before, bad, after } = excerpt(long, { message: "", start: 50, end: 51 });
  expect(before).toBe(`…${"a".repeat(28)}`);
  expect(bad).toBe("!");
  expect(after).toBe(`${"b".repeat(28)}…`);
  expect(excerpt("a <", { message: "", start: 3, end: 3 }).bad).toBe("\u00a0");
});
