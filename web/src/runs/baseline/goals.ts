import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { metricNamesQuery } from "@/api/queries";
import type { MetricName } from "@/api/schema";
import { useBetter } from "./betterStore";
import type { Better } from "./difference";

/** What scripts said of which way metrics are better. */
export const goalsOf = (names: readonly MetricName[]): ReadonlyMap<string, Better> =>
  new Map(
    names
      .filter(({ goal }) => goal !== "")
      .map(({ name, goal }): [string, Better] => [name, goal === "minimize" ? "lower" : "higher"]),
  );

/** Asks it of these runs, for all columns. */
export function useGoals(runs: readonly string[]): void {
  const names = useQuery(metricNamesQuery(runs)).data;
  const tell = useBetter((store) => store.tell);
  useEffect(() => {
    if (names !== undefined) tell(goalsOf(names));
  }, [names, tell]);
}
