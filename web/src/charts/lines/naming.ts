import type { Json } from "@/api/types";
import { formatValue } from "@/format/value";
import { loggedField } from "@/project/fields";
import { fieldValue, type RunValues } from "../runFields";
import type { ChartRun } from "./plot";

const FACTS = new Set([
  "name",
  "id",
  "display_id",
  "number",
  "state",
  "group",
  "job_type",
  "tag",
  "host",
  "project",
  "duration_secs",
]);
const FIELD = /\{([^{}]+)\}/g;

const SHORT_CHARS = 8;

/** A number that somebody chose is shown as they wrote it: 0.001, not 0.001000. */
function shortText(value: Json | undefined): string {
  const written = typeof value === "number" ? String(value) : "";
  return written !== "" && written.length <= SHORT_CHARS ? written : formatValue(value);
}

const isField = (field: string): boolean => FACTS.has(field) || loggedField(field) !== null;

/** The fields that a template of names asks for: `{name} lr {config.lr}`. */
export function fieldsOf(template: string): string[] {
  return [...template.matchAll(FIELD)].flatMap(([, field]) =>
    field !== undefined && isField(field) ? [field] : [],
  );
}

/** The lines under the names that a template gives them; what is no field stands as it is, a run without a value has a dash. */
export function rename(runs: readonly ChartRun[], values: RunValues, template: string): readonly ChartRun[] {
  if (template === "") return runs;
  return runs.map((run) => {
    const row = values.get(run.id);
    if (row === undefined) return run;
    const label = template.replace(FIELD, (all, field: string) =>
      isField(field) ? shortText(fieldValue(row, field)) || "–" : all,
    );
    return { ...run, label };
  });
}
