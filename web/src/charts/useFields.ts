import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { columnsQuery } from "@/api/queries";
import { useCharts } from "./context";

const OWN_FIELDS = ["state", "group", "job_type", "tag", "host", "name", "project"];
const OWN_NUMBERS = ["duration_secs", "created_time", "number"];

/** The fields of the project's runs by their names; the config first, for that is what runs differ in. */
export function useFields(numeric = false): readonly string[] {
  const { project } = useCharts();
  const columns = useQuery(columnsQuery(project)).data;
  return useMemo(() => {
    const keys = (list: { key: string; type: string }[] = []) =>
      list.filter(({ type }) => !numeric || type !== "text").map(({ key }) => key);
    return [
      ...keys(columns?.config).map((key) => `config.${key}`),
      ...(numeric ? OWN_NUMBERS : OWN_FIELDS),
      ...keys(columns?.summary).map((key) => `summary.${key}`),
    ];
  }, [columns, numeric]);
}

/** The metrics that the project's runs have logged, as far as their summaries tell. */
export function useMetricNames(): readonly string[] {
  const { project } = useCharts();
  const columns = useQuery(columnsQuery(project)).data;
  return useMemo(
    () => (columns?.summary ?? []).filter(({ type }) => type !== "text").map(({ key }) => key),
    [columns],
  );
}
