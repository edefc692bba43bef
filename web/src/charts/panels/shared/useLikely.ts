import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { columnsQuery, varyingQuery } from "@/api/queries";
import { metricColumn } from "@/project/metricColumn";
import { useCharts } from "../../context";
import { byInterest, telling } from "./likely";

export interface Likely {
  /** A field that looks like a result; empty while none is known. */
  result: string;
  /** Fields of the config that hold numbers, those that differ between the runs first. */
  parameters: readonly string[];
  /** All fields of the config, in the same order. */
  config: readonly string[];
  /** Those of them that tell runs apart. */
  telling: readonly string[];
}

/** What lies along a plot of a result while nothing else is said. */
export const likelyX = ({ parameters: [first] }: Likely): string => first ?? "duration_secs";

/** What a panel is about before its reader says it. */
export function useLikely(): Likely {
  const { project, filter } = useCharts();
  const columns = useQuery(columnsQuery(project)).data;
  const { data: varying, isPending } = useQuery(varyingQuery(project, filter.trimEnd()));
  return useMemo(() => {
    // One order and then another would draw everything twice.
    const known = isPending ? [] : byInterest(columns?.config ?? [], varying);
    return {
      result: metricColumn("", [], columns) ?? "",
      parameters: known.filter(({ type }) => type !== "text").map(({ key }) => `config.${key}`),
      config: known.map(({ key }) => `config.${key}`),
      telling: telling(known, varying).map(({ key }) => `config.${key}`),
    };
  }, [columns, varying, isPending]);
}
