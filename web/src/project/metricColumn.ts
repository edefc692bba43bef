import { useQuery } from "@tanstack/react-query";
import { columnsQuery } from "@/api/queries";
import type { Columns } from "@/api/types";
import { isSystem } from "@/charts/sections";
import { useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { parseSort } from "./sort";

const metricView = searchView({ rm: text() });

/** Which value stands beside every run of the rail, the way to choose another, and whether it is known which one it is. */
export function useMetricColumn(
  project: string,
  sort: readonly string[],
): [column: string | null, choose: (column: string) => void, ready: boolean] {
  const [{ rm }, change] = useView(metricView);
  const { data: columns, isPending } = useQuery(columnsQuery(project));
  const column = metricColumn(rm, sort, columns);
  return [column, (next) => change({ rm: next }), column !== null || !isPending];
}

/** The chosen column, else what the list is sorted by, else a likely result. */
export function metricColumn(
  chosen: string,
  sort: readonly string[],
  columns: Columns | undefined,
): string | null {
  if (chosen !== "") return chosen;
  const { column } = parseSort(sort[0] ?? "");
  if (/^(summary|config|metrics)\./.test(column)) return column;
  const keys =
    columns?.summary.filter(({ key, type }) => !isSystem(key) && type !== "text").map(({ key }) => key) ?? [];
  const likely = keys.find((key) => /^(val|valid|validation|eval|test)\b/.test(key)) ?? keys[0];
  return likely === undefined ? null : `summary.${likely}`;
}
