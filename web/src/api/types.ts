/** The nouns of the HTTP API, named and spelled as in docs/http-api.md. Times are microseconds since 1970-01-01 UTC. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type RunState = "running" | "finished" | "failed" | "crashed" | "killed" | "preempting" | "preempted";

export interface Home {
  home: string;
  version: string;
  revision: number;
  runs: number;
  running: number;
}

export interface Changes {
  revision: number;
  runs: string[];
  reset: boolean;
}

export interface Project {
  project: string;
  runs: number;
  running: number;
  last_activity_time: number | null;
}

export interface RunParent {
  id: string;
  display_id: string;
  step: number;
}

interface RunFacts {
  id: string;
  number: number;
  display_id: string;
  name: string;
  project: string;
  state: RunState;
  created_time: number;
  ended_time: number | null;
  updated_time: number;
  duration_secs: number;
  tags: string[];
  notes: string | null;
  group: string | null;
  job_type: string | null;
  host: string | null;
  exit_code: number | null;
  parent: RunParent | null;
  revision: number;
}

/** A run in a list: `config` and `summary` are flat, `{"optimizer/lr": 0.001}`. */
export interface Run extends RunFacts {
  config: Record<string, Json>;
  summary: Record<string, Json>;
}

export interface RunPage {
  runs: Run[];
  total: number;
  next_cursor: string | null;
  revision: number;
}

export interface GitFacts {
  commit?: string;
  branch?: string;
  remote?: string;
  dirty?: boolean;
  root?: string;
  diff?: { sha256: string; size_bytes: number };
}

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

export interface RunChild {
  id: string;
  display_id: string;
  name: string;
  step: number;
}

export interface Writer {
  writer: string;
  host: string;
  pid: number;
  role: string;
  alive: boolean;
  opened_time: number;
  last_time: number;
  size_bytes: number;
}

export interface Trouble {
  time: number;
  kind: string;
  message: string;
}

export interface Rewind {
  step: number;
  time: number;
  undone: boolean;
}

/** One run's own page: `config` and `summary` are nested. */
export interface RunDetail extends RunFacts {
  config: { [key: string]: Json };
  summary: { [key: string]: Json };
  environment: Environment | null;
  error: string | null;
  children: RunChild[];
  writers: Writer[];
  troubles: Trouble[];
  rewinds: Rewind[];
}

export interface Column {
  key: string;
  runs: number;
  type: "number" | "text" | "mixed";
}

export interface Columns {
  config: Column[];
  summary: Column[];
}

export interface MetricName {
  name: string;
  runs: number;
}

export interface MetricStats {
  name: string;
  count: number;
  first_step: number;
  last_step: number;
  last_time: number;
  last: number;
  min: number;
  min_step: number;
  max: number;
  max_step: number;
  mean: number;
  nonfinite: number;
}

export type XAxis = "step" | "relative" | "time";

export interface TextPoint {
  key: string;
  step: number;
  time: number;
  text: string;
}

export interface ConsoleLine {
  line: number;
  time: number;
  stream: "stdout" | "stderr";
  text: string;
}

export interface ConsolePage {
  lines: ConsoleLine[];
  total: number;
}

export interface MediaKey {
  key: string;
  type: string;
  runs: number;
  steps: number[];
}

export interface MediaItem {
  key: string;
  step: number;
  index: number;
  time: number;
  type: string;
  caption: string | null;
  sha256: string;
  size_bytes: number;
  mime: string;
  facts: { [key: string]: Json };
}
