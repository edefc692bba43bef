import { useMemo } from "react";
import { parseSort } from "@/project/sort";
import { useBetter } from "../baseline/betterStore";
import { likelyBetter } from "../baseline/difference";
import type { TableColumn } from "../columns";

/** By which field experiments are compared: what the table is sorted by, else the first result that has a better side. */
export function useLeadingField(sort: readonly string[], columns: readonly TableColumn[]): string | null {
  const chosen = useBetter((store) => store.chosen);
  return useMemo(() => {
    const judged = columns.filter(
      ({ key, numeric }) => numeric && (chosen[key] ?? likelyBetter(key)) !== "neither",
    );
    const sorted = sort.map((each) => parseSort(each).column);
    const found = judged.find(({ key }) => sorted.includes(key)) ?? likelyLeading(judged);
    return found?.key ?? null;
  }, [sort, columns, chosen]);
}

/** By which of these results experiments are compared unless somebody says otherwise: validation says more than training. */
export const likelyLeading = (columns: readonly TableColumn[]): TableColumn | undefined =>
  columns.find(({ label }) => /(^|[^a-z])(val|valid|validation|eval|test)([^a-z]|$)/i.test(label)) ??
  columns[0];
