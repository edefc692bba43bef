import { likelyBetter } from "../baseline/difference";
import { defaultColumns, type TableColumn } from "../columns";
import { likelyLeading } from "./useLeadingField";

/**
 * What a table of groups shows before the reader chooses: the result that they are compared by beside their states, and behind
 * all results and settings what is said of runs one by one.
 */
export function groupColumns(columns: readonly TableColumn[]): string[] {
  const [state, ...keys] = defaultColumns(columns);
  const known = new Map(columns.map((column) => [column.key, column]));
  const shown = keys.flatMap((key) => known.get(key) ?? []);
  const leading = likelyLeading(
    shown.filter(({ key, numeric }) => numeric && likelyBetter(key) !== "neither"),
  );
  const others = shown.filter((column) => column !== leading);
  const [logged, facts] = [
    others.filter(({ source, key }) => source !== "run" || key === "best"),
    others.filter(({ source, key }) => source === "run" && key !== "best"),
  ];
  return [state, leading?.key, ...[...logged, ...facts].map(({ key }) => key)].filter(
    (key) => key !== undefined,
  );
}
