import { expect, test } from "vitest";
import { gatherMetrics, groupSections, suggestName } from "./sections";

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

test("a rule finds what the search finds, and a text that is no regular expression is looked for as it stands", () => {
  const names = ["grad/layer3/w", "grad/layer30/w", "train/loss", "train/loss(ema)", "val/Loss"];
  expect(gatherMetrics(names, "loss$")).toEqual(["train/loss", "val/Loss"]);
  expect(gatherMetrics(names, "^grad/layer3/")).toEqual(["grad/layer3/w"]);
  expect(gatherMetrics(names, "loss(")).toEqual(["train/loss(ema)"]);
  expect(gatherMetrics([], "loss")).toEqual([]);
});

test("a name is suggested without the signs of regular expressions", () => {
  expect(suggestName("loss$")).toBe("Loss");
  expect(suggestName("^grad/layer3/")).toBe("Grad/layer3");
  expect(suggestName("^(train|val)/acc")).toBe("Train val /acc");
  expect(suggestName(".*")).toBe("");
});
