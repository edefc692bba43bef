import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type TableName, tableColumnQuery } from "@/api/tables";
import type { TableColumn } from "@/api/types";
import { FilterBox } from "@/filter/FilterBox";
import type { FilterProblem } from "@/filter/problem";
import { completionsAt, placeAt } from "./completion";

interface Props {
  label: string;
  /** Says which values a column has. */
  table: TableName;
  columns: readonly TableColumn[];
  value: string;
  problem: FilterProblem | null;
  onChange(filter: string): void;
}

/** Where the rows of a table are filtered, with its columns and their most frequent values as completions. */
export function TableFilter({ label, table, columns, value, problem, onChange }: Props) {
  const client = useQueryClient();
  const { sha256, run, key } = table;
  const source = useMemo(
    () => ({
      name: ["table", sha256, run, key],
      complete: async (text: string, at: number) => {
        const found = placeAt(text, at, columns);
        const { place } = found;
        const facts =
          place.kind === "value"
            ? await client.ensureQueryData(tableColumnQuery({ sha256, run, key }, place.column.name))
            : null;
        return completionsAt(text, found, columns, facts?.top.map((each) => each.value) ?? []);
      },
    }),
    [client, columns, sha256, run, key],
  );
  const numeric = columns.find(({ type }) => type === "number" || type === "integer");
  return (
    <FilterBox
      label={label}
      placeholder={`Filter rows: words${numeric ? `, or ${numeric.name} < 1` : ""}`}
      source={source}
      value={value}
      problem={problem}
      onChange={onChange}
    />
  );
}
