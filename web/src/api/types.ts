/**
 * The nouns of the HTTP API, as docs/http-api.md has them. Times are microseconds since 1970-01-01 UTC.
 * schema.ts is made of the server's own description; here is what that cannot say.
 */
import type * as schema from "./schema";

export type {
  Alert,
  ArtifactCollection,
  ArtifactCollectionDetail,
  ArtifactDiff,
  ArtifactEdit,
  ArtifactFile,
  ArtifactFiles,
  ArtifactLineage,
  ArtifactPreview,
  ArtifactRun,
  ArtifactVersion,
  ArtifactVersionDetail,
  Bin,
  Changes,
  CodeChange,
  Column,
  ColumnFacts,
  Columns,
  ComparedRun,
  CompareRow,
  Comparison,
  Completion,
  ConsoleLine,
  ConsoleMatch,
  ConsoleMatches,
  DataDiff,
  DataGroup,
  DataUse,
  JoinedColumn,
  JoinedTables,
  Json,
  LineageEdge,
  LineageNode,
  MediaItem,
  MediaKey,
  MediaNear,
  MediaPart,
  MediaPin,
  MetricName,
  MetricStats,
  Parting,
  Project,
  Rewind,
  Run,
  RunArtifact,
  RunIds,
  RunStageFigures,
  RunStages,
  SavedFile,
  Space,
  SpaceTree,
  Spread,
  Stage,
  Suggestion,
  Sweep,
  SweepDetail,
  SweepImportance,
  SweepState,
  TableColumn,
  TableColumnFacts,
  TablePage,
  TextPoint,
  TopValue,
  Trial,
  TrialState,
  UnfinishedLine,
  Unpinned,
  Uploads,
  Varying,
  VaryingKey,
  Writer,
} from "./schema";

export type Home = schema.HomeAnswer;
export type RunState = schema.State;
export type RunParent = schema.ParentRun;
export type RunChild = schema.ChildRun;
export type RunPage = schema.RunsPage;
export type Trouble = schema.TroubleNote;
export type ConsolePage = schema.Console;

/** `values` are in the order of the fields that the runs are grouped by. */
export interface RunGroup extends Omit<schema.RunGroup, "states" | "aggregates"> {
  states: Partial<Record<RunState, number>>;
  aggregates: Record<string, schema.Spread>;
}

export interface RunGroups extends Omit<schema.RunGroups, "groups"> {
  groups: RunGroup[];
}

/** Where runs lie: in lists, in the archive, in the recycle bin. */
export type Place = "active" | "archived" | "bin" | "all";

export type LogLevel = NonNullable<schema.ConsoleLine["level"]>;

export type XAxis = "step" | "relative" | "runtime" | "time";

export interface GitFacts {
  commit?: string;
  branch?: string;
  remote?: string;
  dirty?: boolean;
  root?: string;
  untracked?: string[];
  untracked_left_out?: number;
  diff?: { sha256: string; size_bytes: number };
}

/** A snapshot of the code: what is known of it as part `code` of the environment. */
export interface CodeFacts {
  /** `taking` also of a run that was killed meanwhile. */
  status: "taking" | "complete" | "failed";
  root: string;
  /** Of the artifact that holds it, and what tells its contents from others. */
  name: string;
  digest?: string;
  files?: number;
  size_bytes?: number;
  /** The first ones of what is not in it though no rule of the user's says so; `left_out_count` has all. */
  left_out?: { path: string; reason: string }[];
  left_out_count?: number;
  error?: string;
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
  code?: CodeFacts;
}

/** One run's own page: `config` and `summary` are nested. */
export interface RunDetail extends Omit<schema.RunDetail, "environment"> {
  environment: Environment;
}
