import type { QueryClient } from "@tanstack/react-query";
import { metricNamesQuery, partingQuery } from "@/api/queries";
import type { Parting, XAxis } from "@/api/types";
import { isSystem } from "@/charts/sections";

/** More metrics than this are not searched for the one that parts first. */
const MOST_SEARCHED = 60;
/** How much of the way to the parting is shown on each side of it. */
const AROUND = 0.15;

export interface FoundParting {
  metric: string;
  parting: Parting;
}

/** The metric of two runs that parts first, the surer one if several part at once; null if none does. */
export async function findFirstParting(
  client: QueryClient,
  runs: readonly string[],
  axis: XAxis,
): Promise<FoundParting | null> {
  const { metrics } = await client.fetchQuery(metricNamesQuery(runs));
  const common = metrics.filter(({ name, runs: having }) => having === runs.length && !isSystem(name));
  const found = await Promise.all(
    common.slice(0, MOST_SEARCHED).map(async ({ name }) => ({
      metric: name,
      parting: await client.fetchQuery(partingQuery(runs, name, axis)),
    })),
  );
  return earliest(found);
}

export function earliest(found: readonly FoundParting[]): FoundParting | null {
  const parted = found.filter(({ parting }) => parting.x !== null);
  const [first = null] = parted.toSorted(
    (a, b) =>
      Number(a.parting.x) - Number(b.parting.x) ||
      Number(b.parting.confidence) - Number(a.parting.confidence),
  );
  return first;
}

/** What to zoom to, so that a parting is seen with what lies before and after it. */
export function aroundParting(x: number, axis: XAxis): [number, number] {
  const reach = Math.max(10 * (axis === "step" ? 1 : 1e6), Math.abs(x) * AROUND);
  return [Math.round(x - reach), Math.round(x + reach)];
}
