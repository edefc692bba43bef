import { expect, test } from "vitest";
import type { Run } from "@/api/types";
import { fieldsOf, rename } from "./naming";

const runs = ["a", "b"].map((id) => ({ id, label: id, colour: "#000", dash: [] }));
const row = (part: object) => part as unknown as Run;
const values = new Map([["a", row({ name: "otter", config: { lr: 0.1, "a/b": "x" }, summary: {} })]]);

test("a template asks for the fields that there can be", () => {
  expect(fieldsOf("{name} {config.lr} {nothing} {} {summary.val/acc}")).toEqual([
    "name",
    "config.lr",
    "summary.val/acc",
  ]);
});

test("lines are called as the template says; a run that is not known yet as before", () => {
  const named = rename(runs, values, "{name}, lr {config.lr}, {config.a/b}, {config.no}, {nothing}");
  expect(named.map(({ label }) => label)).toEqual(["otter, lr 0.1, x, –, {nothing}", "b"]);
  expect(rename(runs, values, "")).toBe(runs);
});
