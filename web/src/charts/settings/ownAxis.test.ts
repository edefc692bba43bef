import { expect, test } from "vitest";
import type { MetricName } from "@/api/types";
import { ownAxis } from "./ownAxis";

const metric = (name: string, step_metric: string): [string, MetricName] => [
  name,
  { name, step_metric, runs: 1, hidden: false, goal: "" },
];
const said = new Map([metric("val/acc", "epoch"), metric("epoch", "epoch"), metric("loss", "")]);

test("a metric is over the one that its script said it is over", () => {
  expect(ownAxis("val/acc", said)).toBe("metric:epoch");
  expect(ownAxis("loss", said)).toBeNull();
  expect(ownAxis("unknown", said)).toBeNull();
});

test("nothing is over itself, and system metrics count their own steps", () => {
  expect(ownAxis("epoch", said)).toBeNull();
  expect(ownAxis("sys/cpu", said)).toBe("relative");
});
