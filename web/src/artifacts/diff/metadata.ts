import type { Json } from "@/api/types";
import { flatten } from "@/run/config/flatten";

export interface ValueChange {
  key: string;
  /** Undefined where there is none. */
  before: Json | undefined;
  after: Json | undefined;
}

type Values = { [key: string]: Json };

/** The values that two documents do not have alike, by key. NaN is NaN. */
export function valueChanges(before: Values, after: Values): ValueChange[] {
  const [old, now] = [new Map(flatten(before)), new Map(flatten(after))];
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .map((key) => ({ key, before: old.get(key), after: now.get(key) }))
    .filter((change) => said(change.before) !== said(change.after));
}

/** A value as a text that no other value has. */
const said = (value: Json | undefined): string =>
  value === undefined
    ? ""
    : JSON.stringify(value, (_, item) =>
        typeof item === "number" && !Number.isFinite(item) ? `number ${item}` : item,
      );
