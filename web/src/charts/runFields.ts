import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { firstRunsQuery } from "@/api/queries";
import type { Json, Run } from "@/api/types";
import { writeValue } from "@/filter/text";
import { type LoggedSource, loggedField } from "@/project/fields";

/** What has fields as runs have them. */
export type Fielded = Pick<Run, "id" | "name" | LoggedSource> & Partial<Run>;

/** The value of any field of a run that a list brought: `config.lr`, `state`, `tag`. */
export function fieldValue(run: Fielded, field: string): Json | undefined {
  const logged = loggedField(field);
  if (logged !== null) return run[logged.source][logged.key];
  if (field === "tag") return run.tags;
  return (run as unknown as Record<string, Json>)[field];
}

/** A value as a number, NaN where it is none. */
export function numberOf(value: Json | undefined): number {
  if (typeof value === "number") return value;
  return typeof value === "boolean" ? Number(value) : Number.NaN;
}

export type RunValues = ReadonlyMap<string, Run>;
const NONE: RunValues = new Map();

/** The runs with these ids, with those fields of them; empty until they are there. */
export function useRunValues(ids: readonly string[], fields: readonly string[]): RunValues {
  const wanted = fields.filter((field) => field !== "");
  const question = {
    filter: `id in (${ids.map(writeValue).join(", ")})`,
    fields: wanted.length > 0 ? [...new Set(wanted)].sort() : ["none"],
  };
  const query = useQuery({
    ...firstRunsQuery(question, ids.length),
    enabled: ids.length > 0 && wanted.length > 0,
    placeholderData: (previous) => previous,
  });
  return useMemo(
    () => (query.data ? new Map(query.data.runs.map((run) => [run.id, run])) : NONE),
    [query.data],
  );
}
