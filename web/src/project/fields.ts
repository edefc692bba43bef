import type { Json, Run } from "@/api/types";

export type LoggedSource = "config" | "summary" | "metrics";

const FIELD = /^(config|summary|metrics)\.(.*)$/s;

/** `config.lr` as its source and key; null for what is a run's own. */
export function loggedField(field: string): { source: LoggedSource; key: string } | null {
  const [, source, key] = FIELD.exec(field) ?? [];
  return source === undefined || key === undefined ? null : { source: source as LoggedSource, key };
}

/** The value of a logged field in a run of a list that asked for it. */
export function readField(run: Run, field: string): Json | undefined {
  const logged = loggedField(field);
  return logged ? run[logged.source][logged.key] : undefined;
}

/** A field without the word that says where it comes from. */
export const fieldLabel = (field: string): string => {
  const logged = loggedField(field);
  if (logged === null) return field.replaceAll("_", " ").replace(/ (time|secs)$/, "");
  return logged.source === "metrics" ? logged.key.replace(/\.([^.]*)$/, " · $1") : logged.key;
};
