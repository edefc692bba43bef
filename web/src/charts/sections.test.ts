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

test("system metrics are one section, the last", () => {
  const sections = groupSections(["sys/cpu/percent", "sys/gpu/0/power", "system/x", "zebra/x"]);
  expect(sections.map(({ name, metrics, system }) => [name, metrics.length, system])).toEqual([
    ["system", 1, false],
    ["zebra", 1, false],
    ["sys", 2, true],
  ]);
});
