/**
 * The nouns of the HTTP API, as docs/http-api.md has them. Times are microseconds since 1970-01-01 UTC.
 * schema.ts is made of the server's own description; here is what that cannot say.
 */
import type * as schema from "./schema";
import type { Json } from "./schema";

export type {
  Changes,
  Column,
  Columns,
  ConsoleLine,
  Json,
  MediaItem,
  MediaKey,
  MetricName,
  MetricStats,
  Project,
  Rewind,
  TextPoint,
  Writer,
} from "./schema";

export type Home = schema.HomeAnswer;
export type RunState = schema.State;
export type RunParent = schema.ParentRun;
export type RunChild = schema.ChildRun;
export type Run = schema.Run & { metrics: Record<string, number> };
export type RunPage = Omit<schema.RunsPage, "runs"> & { runs: Run[] };
export type Trouble = schema.TroubleNote;
export type ConsolePage = schema.Console;

/** What could stand in a filter: it takes the place of the characters from `start` to `end`. */
export interface Completion {
  start: number;
  end: number;
  items: Suggestion[];
}

export interface Suggestion {
  text: string;
  kind: "field" | "operator" | "value" | "word";
  detail: string;
}

export interface Spread {
  count: number;
  mean: number | null;
  std: number | null;
  stderr: number | null;
  min: number | null;
  max: number | null;
  median: number | null;
  q25: number | null;
  q75: number | null;
  ci_low: number | null;
  ci_high: number | null;
}

export interface RunGroup {
  values: Json[];
  runs: number;
  states: Record<string, number>;
  aggregates: Record<string, Spread>;
}

export interface RunGroups {
  groups: RunGroup[];
  total: number;
  runs: number;
  next_cursor: string | null;
  revision: number;
}

export interface Bin {
  low: number;
  high: number;
  runs: number;
}

export interface TopValue {
  value: Json;
  runs: number;
}

export interface ColumnFacts {
  field: string;
  runs: number;
  numbers: number;
  texts: number;
  nothing: number;
  distinct: number;
  spread: Spread;
  bins: Bin[];
  top: TopValue[];
}

export type XAxis = "step" | "relative" | "time";

export interface GitFacts {
  commit?: string;
  branch?: string;
  remote?: string;
  dirty?: boolean;
  root?: string;
  diff?: { sha256: string; size_bytes: number };
}

/** Where a run ran; every part may be missing. */
export interface Environment {
  command?: string[];
  cwd?: string;
  python?: string;
  executable?: string;
  host?: string;
  os?: string;
  cpu?: { model?: string; cores?: number };
  memory_bytes?: number;
  gpus?: { name: string; memory_bytes?: number }[];
  user?: string;
  pid?: number;
  packages?: Record<string, string>;
  git?: GitFacts;
}

/** One run's own page: `config` and `summary` are nested. */
export interface RunDetail extends Omit<schema.RunDetail, "environment"> {
  environment: Environment;
}
