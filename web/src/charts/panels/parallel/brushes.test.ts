import { expect, test } from "vitest";
import type { Run } from "@/api/types";
import { fieldAxis } from "../shared/fieldAxis";
import { passes, readBrush, withBrushes, writeBrush } from "./brushes";

const lr = fieldAxis("config.lr", [0.1, 0.01, 0.001], [100, 0], true, 5);
const model = fieldAxis("config.model", ["vit", "mlp", "resnet"], [90, 0], false, 5);
const run = (config: Record<string, unknown>) => ({ config }) as unknown as Run;

test("a brush survives the address, whatever its field is called", () => {
  for (const field of ["config.lr", "config.a:b", "summary.x/y..z"]) {
    const brush = { field, low: -1e-5, high: 2 };
    expect(readBrush(writeBrush(brush))).toEqual(brush);
  }
  expect(readBrush("nonsense")).toBeNull();
  expect(readBrush("config.lr:3..1")).toBeNull();
});

test("runs pass through an interval of numbers, or of texts in their order", () => {
  const low = { field: "config.lr", low: 0.005, high: 0.05 };
  expect(passes(run({ lr: 0.01 }), low, lr)).toBe(true);
  expect(passes(run({ lr: 0.1 }), low, lr)).toBe(false);
  expect(passes(run({}), low, lr)).toBe(false);
  expect(model.classes).toEqual(["mlp", "resnet", "vit"]);
  const some = { field: "config.model", low: 1, high: 2 };
  expect(passes(run({ model: "vit" }), some, model)).toBe(true);
  expect(passes(run({ model: "mlp" }), some, model)).toBe(false);
});

test("brushes become a filter", () => {
  const filter = withBrushes("state = finished or tag = x", [
    { brush: { field: "config.lr", low: 0.005, high: 0.05 }, axis: lr },
    { brush: { field: "config.model", low: 1, high: 2 }, axis: model },
  ]);
  expect(filter).toBe(
    "(state = finished or tag = x) and config.lr >= 0.005 and config.lr <= 0.05 and (config.model = resnet or config.model = vit)",
  );
});
