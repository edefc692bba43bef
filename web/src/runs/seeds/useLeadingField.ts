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
    const found = judged.find(({ key }) => sorted.includes(key)) ?? bestGuess(judged);
    return found?.key ?? null;
  }, [sort, columns, chosen]);
}

/** Results of validation say more than those of training. */
const bestGuess = (columns: readonly TableColumn[]): TableColumn | undefined =>
  columns.find(({ label }) => /(^|[^a-z])(val|valid|validation|eval|test)([^a-z]|$)/i.test(label)) ??
  columns[0];
