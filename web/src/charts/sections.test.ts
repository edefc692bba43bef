import { expect, test } from "vitest";
import { groupSections } from "./sections";

test("metrics are grouped by what precedes the last slash", () => {
  const sections = groupSections(["lr", "opt/adam/beta", "opt/lr", "sys/cpu", "train/acc", "train/loss"]);
  expect(sections.map(({ name, metrics }) => [name, metrics])).toEqual([
    ["", ["lr"]],
    ["opt", ["opt/lr"]],
    ["opt/adam", ["opt/adam/beta"]],
    ["train", ["train/acc", "train/loss"]],
    ["sys", ["sys/cpu"]],
  ]);
});

test("system sections come last", () => {
  const sections = groupSections(["sys/gpu/0", "system/x", "zebra/x"]);
  expect(sections.map(({ name, system }) => [name, system])).toEqual([
    ["system", false],
    ["zebra", false],
    ["sys/gpu", true],
  ]);
});
