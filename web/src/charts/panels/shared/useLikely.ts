import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { columnsQuery } from "@/api/queries";
import { metricColumn } from "@/project/metricColumn";
import { useCharts } from "../../context";

export interface Likely {
  /** A field that looks like a result; empty while none is known. */
  result: string;
  /** Fields of the config that hold numbers, those of most runs first. */
  parameters: readonly string[];
  /** All fields of the config. */
  config: readonly string[];
}

/** What lies along a plot of a result while nothing else is said. */
export const likelyX = ({ parameters: [first] }: Likely): string => first ?? "duration_secs";

/** What a panel is about before its reader says it. */
export function useLikely(): Likely {
  const { project } = useCharts();
  const columns = useQuery(columnsQuery(project)).data;
  return useMemo(() => {
    const known = [...(columns?.config ?? [])].sort((a, b) => b.runs - a.runs);
    return {
      result: metricColumn("", [], columns) ?? "",
      parameters: known.filter(({ type }) => type !== "text").map(({ key }) => `config.${key}`),
      config: known.map(({ key }) => `config.${key}`),
    };
  }, [columns]);
}
