import type { MetricName } from "@/api/types";
import type { ChartX } from "../axis";
import { isSystem } from "../sections";

/** The x axis of a metric that is not over the page's steps; null for others. */
export function ownAxis(metric: string, said?: ReadonlyMap<string, MetricName>): ChartX | null {
  if (isSystem(metric)) return "relative";
  const over = said?.get(metric)?.step_metric ?? "";
  return over === "" || over === metric ? null : `metric:${over}`;
}
