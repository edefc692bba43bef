/* Made by scripts/api_types.py of openapi.json, that of what the server answers with. Do not edit. */

/** Any value of JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * The secret of an invitation, which its link ends with, and the name and password that one wants; no
 * password where they are switched off.
 */
export interface AcceptBody {
  invitation: string;
  name: string;
  password?: string | null;
}

/**
 * Something that a run had to say. `rule` is the rule that found it, empty where the script said so
 * itself; `id` rises with arrival.
 */
export interface Alert {
  id: number;
  run: string;
  display_id: string;
  run_name: string;
  project: string;
  time: number;
  level: "error" | "info" | "warn";
  title: string;
  text: string;
  rule: string;
  step: number | null;
}

/** Alerts, the newest first; `next_cursor` asks for older ones. */
export interface AlertsPage {
  alerts: Alert[];
  next_cursor: string | null;
}

/** What was kept, durably. */
export interface Arrived {
  sha256: string;
}

/**
 * A path that two versions do not have alike. Of `after`, `shared_bytes` lie in chunks that `before`
 * has, too.
 */
export interface ArtifactChange {
  path: string;
  kind: "added" | "changed" | "removed";
  before: ArtifactFile | null;
  after: ArtifactFile | null;
  shared_bytes: number;
}

/** The version as it stands then; null where the collection was changed. */
export interface ArtifactChanged {
  version: ArtifactVersionDetail | null;
}

/**
 * A collection. `versions` and `size_bytes` count those that are there; `latest` is the number that
 * `latest` means, null without any. `is_registry` tells portfolios, whose versions are links.
 * `aliases` says which number each alias means; `run` logged the newest version, and is called
 * `run_name`.
 */
export interface ArtifactCollection {
  id: string;
  project: string;
  name: string;
  type: string;
  description: string;
  tags: string[];
  versions: number;
  size_bytes: number;
  latest: number | null;
  created_time: number;
  updated_time: number;
  is_registry: boolean;
  aliases: Record<string, number>;
  run: string | null;
  run_name: string | null;
}

/**
 * A collection with its versions, the newest first; those that were deleted are left out, unless they
 * are asked for.
 */
export interface ArtifactCollectionDetail {
  collection: ArtifactCollection;
  versions: ArtifactVersion[];
}

/**
 * How to get from one version to another: at most so many changes as were asked for, and how many
 * there are.
 */
export interface ArtifactDiff {
  added: number;
  removed: number;
  changed: number;
  same: number;
  changes: ArtifactChange[];
}

/**
 * What changes about a version, or, if `version` is empty, about the collection. None leaves a fact as
 * it is; `metadata` replaces all of it; a `ttl_secs` of 0 keeps the version for ever. An alias that
 * another version has moves here.
 */
export interface ArtifactEdit {
  collection: string;
  version?: string;
  description?: string | null;
  metadata?: Record<string, Json> | null;
  ttl_secs?: number | null;
  aliases_added?: string[];
  aliases_removed?: string[];
  tags_added?: string[];
  tags_removed?: string[];
}

/**
 * A file of a version. `sha256` is its blob; empty for a large file, which has `chunks`, and for a
 * reference, which has `ref`. `object` is what it was added as: a table, an image.
 */
export interface ArtifactFile {
  path: string;
  size_bytes: number | null;
  digest: string;
  sha256: string;
  chunks: number;
  ref: string;
  mime: string;
  object: Record<string, Json> | null;
}

/** A page of a folder of a version, folders first. `cursor` gives the next page; null at the end. */
export interface ArtifactFiles {
  path: string;
  folders: ArtifactFolder[];
  files: ArtifactFile[];
  total_files: number;
  total_bytes: number;
  cursor: number | null;
}

/** A folder of a version, and what lies below it. */
export interface ArtifactFolder {
  path: string;
  files: number;
  size_bytes: number;
}

/** The graph around a run or a version. `truncated` says that there is more of it than was asked for. */
export interface ArtifactLineage {
  nodes: LineageNode[];
  edges: LineageEdge[];
  truncated: boolean;
}

/**
 * What a file of a version holds: the beginning of a table, the tensors of a checkpoint, the files of
 * an archive. `facts` is what the file says of itself. `total_rows` is null where that is not known
 * without reading all of it.
 */
export interface ArtifactPreview {
  kind: "archive" | "table" | "tensors";
  facts: Record<string, Json>;
  columns: PreviewColumn[];
  rows: Json[][];
  total_rows: number | null;
  total_columns: number;
  tensors: PreviewTensor[];
  total_tensors: number;
  total_values: number;
  members: PreviewMember[];
  total_members: number;
}

/**
 * A run that logged or used a version; `used_as` is its word for what as. `display_id` is empty if the
 * run is gone.
 */
export interface ArtifactRun {
  id: string;
  display_id: string;
  name: string;
  role: "logged" | "used";
  used_as: string;
  time: number;
}

/**
 * A version. `name` is that of its collection, `number` 3 for `v3`; `digest` tells its contents from
 * others. `source_version` is the id of the version that a link leads to, and `source_name` its name,
 * such as `cv/digits/cnn:v2`; null for a version of its own. `run` logged it, and is called
 * `run_name`; null if none did. `uses` counts the runs that used it.
 */
export interface ArtifactVersion {
  id: string;
  collection: string;
  project: string;
  name: string;
  type: string;
  number: number;
  digest: string;
  manifest: string;
  size_bytes: number;
  file_count: number;
  created_time: number;
  run: string | null;
  step: number | null;
  description: string;
  metadata: Record<string, Json>;
  aliases: string[];
  tags: string[];
  ttl_secs: number | null;
  source: string | null;
  source_version: string | null;
  deleted: boolean;
  run_name: string | null;
  source_name: string | null;
  uses: number;
}

/** A version with the runs that logged and used it, and the versions that link to it. */
export interface ArtifactVersionDetail {
  id: string;
  collection: string;
  project: string;
  name: string;
  type: string;
  number: number;
  digest: string;
  manifest: string;
  size_bytes: number;
  file_count: number;
  created_time: number;
  run: string | null;
  step: number | null;
  description: string;
  metadata: Record<string, Json>;
  aliases: string[];
  tags: string[];
  ttl_secs: number | null;
  source: string | null;
  source_version: string | null;
  deleted: boolean;
  run_name: string | null;
  source_name: string | null;
  uses: number;
  runs: ArtifactRun[];
  links: ArtifactVersion[];
}

/** Entries, the newest first. */
export interface AuditAnswer {
  entries: AuditEntry[];
}

/**
 * What somebody did. `user` is null for who had not logged in, or sat at the machine; `time` in
 * microseconds since the epoch.
 */
export interface AuditEntry {
  id: number;
  time: number;
  user: string | null;
  address: string;
  action: string;
  subject: string;
  detail: string;
}

/**
 * Where one is, to come back there: a path below the root of the UI. `link` lets whoever is logged in
 * come by the provider from now on.
 */
export interface BeginBody {
  return_to?: string;
  link?: boolean;
}

/** The page of the provider to go to. */
export interface Begun {
  url: string;
}

/**
 * The best value of the metric that a run is judged by, and the step that has it; null until it has a
 * finite one.
 */
export interface Best {
  metric: string;
  goal: "maximize" | "minimize";
  value: number | null;
  step: number | null;
}

/** The best step of each run and key, and of which there is none. */
export interface BestMedia {
  pins: MediaPin[];
  without: Unpinned[];
}

/** Where runs stood best, in the order of the question; null for a run without such a point. */
export interface BestOfRuns {
  best: (BestPoint | null)[];
}

/** Where a run stood best. */
export interface BestPoint {
  run: string;
  step: number;
  time: number;
  value: number;
}

/** How many runs have a value from `low` up to `high`, which belongs to the last bin alone. */
export interface Bin {
  low: number;
  high: number;
  runs: number;
}

/** Blobs by their SHA-256. */
export interface Blobs {
  blobs: string[];
}

/**
 * The runs, saved views, collections of artifacts, sweeps and comments that changed after a revision.
 * `reset` means that the index was made anew.
 */
export interface Changes {
  revision: number;
  runs: string[];
  views: string[];
  reset: boolean;
  collections: string[];
  sweeps: string[];
  comments: string[];
}

/** A fork of the run. */
export interface ChildRun {
  id: string;
  display_id: string;
  name: string;
  step: number;
}

/** The next trial; null if there is none: for now while `state` is running or paused, else for good. */
export interface ClaimAnswer {
  state: SweepState;
  trial: ClaimedTrial | null;
}

/** Who asks for a trial, for people to read. */
export interface ClaimBody {
  agent?: string;
}

/** A trial to run: begin a run with this id in this project, with `params` in its config, nested. */
export interface ClaimedTrial {
  number: number;
  run: string;
  project: string;
  params: Record<string, Json>;
}

/**
 * How the code of a run differs from that of the reference; null where it is not known. `diff` is how
 * the uncommitted changes differ, as a patch from the reference's to the run's; of files that both
 * changed, it is the difference of their patches. `note` is what else there is to say.
 */
export interface CodeChange {
  same_commit: boolean | null;
  same_patch: boolean | null;
  diff: string;
  note: string;
}

/** Collections by project and name, and the types that there are in the project. */
export interface CollectionsAnswer {
  collections: ArtifactCollection[];
  types: string[];
}

/** A flat key that runs have, with how many have it. */
export interface Column {
  key: string;
  runs: number;
  type: "mixed" | "number" | "text";
}

/**
 * The values of a field over some runs. `bins` are of finite numbers; `top` are the most frequent
 * values, `distinct` counts them all.
 */
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

/** The keys that the runs of a project have, and the metrics that some of them are judged by. */
export interface Columns {
  config: Column[];
  summary: Column[];
  primary_metrics: string[];
}

/**
 * Something that somebody said, in Markdown. About a `run` as a whole, or about the chart `panel` of
 * its page; where `run` is null, about the chart `panel` of a `project`. `x` is where on the chart, on
 * the axis `x_axis`; null for nowhere in particular. `reply_to` is the comment that begins the thread,
 * null for one that does; `resolved_time` is of the thread. A comment that was deleted has its
 * `deleted_time`, and no text.
 */
export interface Comment {
  id: string;
  run: string | null;
  project: string;
  panel: string | null;
  x: number | null;
  x_axis: string;
  reply_to: string | null;
  author: string;
  created_time: number;
  edited_time: number | null;
  text: string;
  resolved_time: number | null;
  resolved_by: string | null;
  deleted_time: number | null;
}

/**
 * A comment to write: Markdown of up to 20,000 characters, about a `run` (by id, display id or
 * number), about the chart `panel` of its page, or about the chart `panel` of a `project`; `x` is
 * where on the chart, on the axis `x_axis`. With `reply_to` it is about what that comment is about,
 * and nothing else is given.
 */
export interface CommentAsk {
  text: string;
  run?: string | null;
  project?: string | null;
  panel?: string | null;
  x?: number | null;
  x_axis?: string;
  reply_to?: string | null;
}

/**
 * What changes about a comment; null is unchanged. Only its author gives it another text, deletes it
 * or brings it back; who likes resolves its thread.
 */
export interface CommentChange {
  text?: string | null;
  deleted?: boolean | null;
  resolved?: boolean | null;
}

/** The comment as it stands now, and the change that takes back what was done. */
export interface CommentEdited {
  comment: Comment;
  undo: CommentChange;
}

/**
 * One of all that was said of a comment: who gave it a text, deleted it or brought it back, resolved
 * its thread or opened it again. Null is unchanged.
 */
export interface CommentVersion {
  time: number;
  author: string;
  text: string | null;
  deleted: boolean | null;
  resolved: boolean | null;
}

/** All that was said of a comment, the newest first. */
export interface CommentVersions {
  versions: CommentVersion[];
}

/**
 * Comments in the order in which they were written. `author` is who comments by this server: only
 * theirs can they edit and delete.
 */
export interface CommentsAnswer {
  comments: Comment[];
  author: string;
}

/**
 * One key over all compared runs. `values` has one for each run, in their order; null too for the runs
 * whose positions are in `missing`. `changed` are the positions of the runs that do not have what the
 * reference has: a run that is also in `missing` had the key removed, and where the reference is in
 * `missing` it was added. `distances` and `ratios` to the reference are there, one for each run, where
 * numbers differ.
 */
export interface CompareRow {
  key: string;
  differs: boolean;
  values: Json[];
  missing: number[];
  changed: number[];
  distances: (number | null)[];
  ratios: (number | null)[];
}

/** A run that stands beside others. */
export interface ComparedRun {
  id: string;
  display_id: string;
  name: string;
  project: string;
  state: State;
}

/**
 * Runs beside each other; `reference` is a position in `runs`. Keys of `metrics` are
 * `<metric>.<figure>`; those of packages are in small letters. `code_changes` has one for each run.
 */
export interface Comparison {
  runs: ComparedRun[];
  reference: number;
  facts: CompareRow[];
  config: CompareRow[];
  summary: CompareRow[];
  metrics: CompareRow[];
  environment: CompareRow[];
  packages: CompareRow[];
  code: CompareRow[];
  code_changes: CodeChange[];
}

/** Ways to go on with a filter; each would replace what is between `start` and `end`. */
export interface Completion {
  start: number;
  end: number;
  items: Suggestion[];
}

/**
 * A stretch of the console, and how many lines there are in all. `unfinished` are those that stand
 * below all of them now, and change.
 */
export interface Console {
  lines: ConsoleLine[];
  total: number;
  unfinished: UnfinishedLine[];
}

/**
 * One line that the run printed; `line` counts both streams. `level` is what it says it has, null for
 * none; `logger` who said it through `logging`, null where that is not known.
 */
export interface ConsoleLine {
  line: number;
  time: number;
  stream: "stderr" | "stdout";
  text: string;
  level: "critical" | "debug" | "error" | "info" | "warning" | null;
  logger: string | null;
}

/**
 * A line in which something was found: its position among those of the asked streams, and its number
 * in the console.
 */
export interface ConsoleMatch {
  position: number;
  line: number;
}

/** What a search found up to the position `scanned`; of the asked streams there are `total` lines. */
export interface ConsoleMatches {
  found: ConsoleMatch[];
  scanned: number;
  total: number;
}

/**
 * A file that two fingerprints do not have alike; bytes are null where it is not there. `sure` tells
 * that bytes were compared, and not only sizes and times.
 */
export interface DataChange {
  path: string;
  kind: "added" | "changed" | "gone";
  sure: boolean;
  before_bytes: number | null;
  after_bytes: number | null;
}

/** How one fingerprint differs from another: the counts of all, and the first changes by path. */
export interface DataDiff {
  added: number;
  changed: number;
  gone: number;
  same: number;
  changes: DataChange[];
}

/**
 * Uses of what is the same data, the newest first: they share a digest, or an address of which nothing
 * is known. `digest` is the deepest one.
 */
export interface DataGroup {
  role: "dataset" | "pretrained";
  name: string;
  digest: string;
  known: "full" | "nothing" | "partial" | "stat";
  file_count: number | null;
  size_bytes: number | null;
  runs: number;
  uses: DataUse[];
}

/** What runs work with, the same data together, the newest use first. */
export interface DataGroups {
  groups: DataGroup[];
}

/**
 * Data or a pretrained model that a run works with, as far as it is known. `digests` has those of
 * sizes and times (`stat`), of pieces (`partial`) and of all bytes (`full`); `listing` is the blob
 * with the files; null where there is none. `collection` and `version` are ids of the artifact that it
 * is, null for none.
 */
export interface DataUse {
  run: string;
  display_id: string;
  run_name: string;
  project: string;
  time: number;
  role: "dataset" | "pretrained";
  name: string;
  context: string;
  uri: string;
  description: string;
  source_type: string;
  known: "full" | "nothing" | "partial" | "stat";
  digests: Record<string, string>;
  file_count: number | null;
  size_bytes: number | null;
  listing: string | null;
  saved: boolean;
  facts: Record<string, Json>;
  collection: string | null;
  version: string | null;
}

/** What runs work with, the newest first. */
export interface DataUses {
  uses: DataUse[];
}

/** Whether the view's project is shown by it from now on. */
export interface DefaultBody {
  default?: boolean;
}

/** Whether to delete a version also if it has aliases besides `latest`. */
export interface DeleteBody {
  delete_aliases?: boolean;
}

/**
 * What changes. None leaves a fact as it is; an empty text clears notes, group, job_type or colour.
 * `colour` is a word of the palette such as `teal`, or `#rrggbb`. `binned` puts a run into the bin or
 * takes it out. With `project_from`, `project` replaces only that beginning of the run's project, so
 * that what lies under it moves along; runs elsewhere stay. `stop` asks those that go on to end, or
 * takes that back for who did not hear of it yet.
 */
export interface Edit {
  name?: string | null;
  notes?: string | null;
  group?: string | null;
  job_type?: string | null;
  project?: string | null;
  project_from?: string | null;
  colour?: string | null;
  tags_added?: string[];
  tags_removed?: string[];
  starred?: boolean | null;
  archived?: boolean | null;
  binned?: boolean | null;
  stop?: boolean | null;
}

/**
 * What to change: `changes` about `runs` (by id, display id or number) or about those of a
 * `selection`; or `edits`, which say for themselves, such as the `undo` of an answer. `expected_runs`
 * is how many runs the person saw selected: if they are another number by now, nothing is changed.
 * `expected_notes` are the notes that the person had before them who changes those of one run: if
 * somebody wrote others meanwhile, nothing is changed.
 */
export interface EditAsk {
  runs?: string[] | null;
  selection?: Selected | null;
  changes?: Edit | null;
  edits?: RunsEdit[] | null;
  expected_runs?: number | null;
  expected_notes?: string | null;
}

/**
 * What was changed: how many runs, and the edits that take it back. `stopped` says why the edit did
 * not come to its end; null if it did. What is at `revision` shows all of it.
 */
export interface Edited {
  changed: number;
  undo: RunsEdit[];
  stopped: string | null;
  revision: number;
}

/** What was removed, by id, and what stays. */
export interface Emptied {
  removed: string[];
  freed_bytes: number;
  kept: KeptRun[];
  revision: number;
}

/**
 * What to remove: what was put into the bin at least so many seconds ago, of a project and those under
 * it or of all. `expected_runs` is how many runs the person saw there: if they are another number by
 * now, nothing is removed.
 */
export interface EmptyAsk {
  older_than_secs?: number;
  project?: string | null;
  expected_runs?: number | null;
}

/** The answer to every request that fails. */
export interface ErrorAnswer {
  error: ErrorBody;
}

/**
 * What went wrong: a word for programs, a sentence for people, and what to do about it (may be empty).
 * `text` is the filter, field or expression that is wrong, where it is one, and `start` and `end` are
 * where in it.
 */
export interface ErrorBody {
  code: string;
  message: string;
  hint: string;
  text: string | null;
  start: number | null;
  end: number | null;
}

/** The files of a run, by path. */
export interface FilesOfRun {
  files: SavedFile[];
}

/** The `role` that a `user` or a `team` has in a project from now on; null for none of their own. */
export interface GrantBody {
  role: string | null;
  project?: string;
  user?: string;
  team?: string;
}

/**
 * Histograms of a key at some of its steps, all on the same edges. `counts` has a list for each step,
 * one number for each bin. `total` is how many steps there are. `rebinned` is true where some of them
 * had other edges: a bin that an edge divides is shared out by its width. `nan`, `below_inf` and
 * `above_inf` count the values of each step that are NaN, -Infinity and Infinity, which lie in no bin.
 */
export interface Histograms {
  key: string;
  steps: number[];
  total: number;
  edges: number[];
  rebinned: boolean;
  counts: number[][];
  nan: number[];
  below_inf: number[];
  above_inf: number[];
}

/**
 * The home that this server shows: its folder, empty for who is not admin of the whole server.
 * `revision` grows with every change. `reading` is true while an index is made of a home that has none
 * yet: there is more than the answers say.
 */
export interface HomeAnswer {
  home: string;
  version: string;
  revision: number;
  runs: number;
  running: number;
  reading: boolean;
}

/**
 * What who is invited may do, and how long the link holds. Who comes from a provider with this `email`
 * needs no link.
 */
export interface InvitationBody {
  role?: string;
  project?: string;
  email?: string;
  lives_secs?: number;
}

/** What stands behind `#` in the link: nobody is told it again. */
export interface Invited {
  invitation: string;
}

/**
 * A column of tables side by side; `table` is the position of the table that it comes from, null for
 * the column that they are joined on.
 */
export interface JoinedColumn {
  name: string;
  type: "boolean" | "integer" | "media" | "number" | "other" | "text";
  table: number | null;
}

/**
 * Logged tables side by side: a row for each value of `on`, null where a table has none. `total`
 * counts the rows, `matched` those that all tables have, `listed` those that were asked for. `parts`
 * are, table by table, the blobs of the media in these rows, where the question says under which key
 * they were logged.
 */
export interface JoinedTables {
  on: string;
  columns: JoinedColumn[];
  rows: Json[][];
  total: number;
  matched: number;
  listed: number;
  parts: (Record<string, MediaPart>)[];
}

/** A run that stays in the bin, and why. */
export interface KeptRun {
  id: string;
  display_id: string;
  reason: string;
}

/**
 * From what was there first to what came of it: a version that a run used, a run that logged a
 * version, a version that is linked.
 */
export interface LineageEdge {
  source: string;
  target: string;
  role: "linked" | "logged" | "used";
}

/**
 * A run or a version in the graph. `label` is what to write on it, `group` the type of an artifact or
 * the job type of a run. `more` says that it has neighbours that are not in the graph.
 */
export interface LineageNode {
  id: string;
  kind: "run" | "version";
  label: string;
  project: string;
  group: string;
  state: string;
  time: number;
  more: boolean;
}

/** Whose session the browser has from now on; null for nobody's. */
export interface LoggedIn {
  user: string | null;
}

/** A name and a password. */
export interface LoginBody {
  name: string;
  password: string;
}

/**
 * What somebody changed about a run, and when. `author` is empty if it is not known who, and null if
 * it was the run's own script. `undo` is the edit that brings back what stood there before.
 */
export interface MadeEdit {
  time: number;
  author: string | null;
  changes: Edit;
  undo: Edit;
}

/** The edits of a run, the newest first. */
export interface MadeEdits {
  edits: MadeEdit[];
}

/**
 * One media item: its blob with caption and facts, and further blobs by name. `sha256` is empty where
 * the facts are all of it.
 */
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
  facts: Record<string, Json>;
  parts: Record<string, MediaPart>;
}

/** Media items of one run. */
export interface MediaItems {
  items: MediaItem[];
}

/** A key with media, the union of its steps over the asked runs. */
export interface MediaKey {
  key: string;
  type: string;
  runs: number;
  steps: number[];
}

/** The keys with media. */
export interface MediaKeys {
  keys: MediaKey[];
}

/**
 * What a run has nearest to a step: the step that it is at, null where the run has nothing there, and
 * a page of its items by index: those behind `offset`, of `total` in all.
 */
export interface MediaNear {
  run: string;
  step: number | null;
  items: MediaItem[];
  total: number;
  offset: number;
}

/** What each run has near a step, in the order of the question. */
export interface MediaOfRuns {
  runs: MediaNear[];
}

/** A further blob of a media item: a mask of an image, a picture in a cell of a table. */
export interface MediaPart {
  sha256: string;
  size_bytes: number;
  mime: string;
}

/**
 * The media that stand nearest to where a metric is best. `value` is the metric's at `metric_step`,
 * `distance` how many steps `step` is away from there. `tied_step` has media that are as near, at the
 * earlier step. `tied_values` counts the steps with that very value among those that were considered,
 * this one included. `key` is null where no media were asked for: then `step` is the metric's.
 */
export interface MediaPin {
  run: string;
  key: string | null;
  step: number;
  metric_step: number;
  value: number;
  distance: number;
  tied_step: number | null;
  tied_values: number;
}

/** The steps at which a run has media of a key, ascending. */
export interface MediaSteps {
  run: string;
  steps: number[];
}

/**
 * A user. `created_time` is in microseconds since the epoch; `email` is the address by which a
 * provider knows them, empty for none.
 */
export interface Member {
  name: string;
  created_time: number;
  email: string;
}

/**
 * A role that a `user` or a `team`, the other being empty, has in a project and in all below it; an
 * empty path is the whole home.
 */
export interface MemberGrant {
  user: string;
  team: string;
  role: string;
  project: string;
}

/** A team, and the names of its members. */
export interface MemberTeam {
  name: string;
  members: string[];
}

/** All users and teams by name, and what they were given by project. */
export interface MembersAnswer {
  users: Member[];
  teams: MemberTeam[];
  grants: MemberGrant[];
}

/**
 * What a script said of a metric, or of all whose names begin with what stands before a final `*`
 * (`define_metric`).
 */
export interface MetricDefinition {
  name: string;
  step_metric: string;
  step_sync: boolean;
  hidden: boolean;
  summary: string[];
  goal: "" | "maximize" | "minimize";
}

/**
 * A metric, how many of the asked runs have it, and what the newest of them that said something of it
 * did (`define_metric`): the metric on its x axis, whether it has a panel only where somebody asks for
 * one, and which values are better. Empty texts where nothing was said.
 */
export interface MetricName {
  name: string;
  runs: number;
  step_metric: string;
  hidden: boolean;
  goal: "" | "maximize" | "minimize";
}

/** The metrics of some runs, by name; `total` is more than there are here where a limit was given. */
export interface MetricNames {
  metrics: MetricName[];
  total: number;
}

/**
 * A series in figures. `min`, `max` and `mean` are over finite values and None where there are none;
 * `last` is the value at the last step, whatever it is. The last four are what `define_metric` said of
 * it.
 */
export interface MetricStats {
  name: string;
  count: number;
  first_step: number;
  last_step: number;
  last_time: number;
  last: number;
  min: number | null;
  min_step: number | null;
  max: number | null;
  max_step: number | null;
  mean: number | null;
  nonfinite: number;
  step_metric: string;
  hidden: boolean;
  goal: "" | "maximize" | "minimize";
  summary: string[];
}

/** The metrics of one run in figures. */
export interface MetricsOfRun {
  metrics: MetricStats[];
}

/** Nothing to say. */
export interface NoBody {
}

/** What stands behind `#` in a link. */
export interface OpenBody {
  secret: string;
}

/** What an agent is to know: how the sweep stands, and why its trial is to end, if it is. */
export interface Orders {
  state: SweepState;
  stop: StopReason | null;
}

/**
 * A run that is kept no longer: by the rule of which project, and when its last record was written, in
 * microseconds since the epoch.
 */
export interface Outdated {
  id: string;
  display_id: string;
  name: string;
  project: string;
  updated_time: number;
  rule: string;
}

/** Several panels, each as `/api/series` is asked for one. */
export interface PanelsAsk {
  panels: SeriesAsk[];
}

/** Where a fork left its parent. `display_id` is empty if the parent is gone. */
export interface ParentRun {
  id: string;
  display_id: string;
  step: number;
}

/**
 * Where two runs or groups part beyond their noise. `points` is how many steps were looked at; all
 * else is null where they do not part. `step` is the first step, `x` its place on the asked axis in
 * the first run, `difference` how much more the second one has from there on, `confidence` one less
 * the chance that noise alone looks like that. `first_difference` is the first step that both runs
 * logged with values that are not the same, however close; groups have none.
 */
export interface Parting {
  points: number;
  step: number | null;
  x: number | null;
  difference: number | null;
  confidence: number | null;
  first_difference: number | null;
}

/** The password that one has, and the one that one wants. */
export interface PasswordBody {
  password: string;
  new_password: string;
}

/** Exact points; the three lists are equally long. */
export interface PointsAnswer {
  steps: number[];
  times: number[];
  values: number[];
  next_cursor: string | null;
}

/**
 * The rules as they are written in the file at `path`; why they cannot be read, in `trouble`, or what
 * follows of them: `usage`, by project, and the `outdated` runs that retention would put into the bin,
 * the oldest of them named and `outdated_total` counted.
 */
export interface PolicyAnswer {
  path: string;
  text: string;
  trouble: string;
  usage: Usage[];
  outdated: Outdated[];
  outdated_total: number;
}

/**
 * The rules from now on, and those that the person had before them: if somebody wrote others
 * meanwhile, nothing is changed.
 */
export interface PolicyChange {
  text: string;
  expected_text: string;
}

/** Rules that somebody thinks of. */
export interface PolicyDraft {
  text: string;
}

/** A column of a file that is a table. `type` is the file's word; empty where it has none. */
export interface PreviewColumn {
  name: string;
  type: string;
}

/** A file within a file. */
export interface PreviewMember {
  path: string;
  size_bytes: number;
}

/** A tensor in a file. */
export interface PreviewTensor {
  name: string;
  dtype: string;
  shape: number[];
  size_bytes: number;
}

/**
 * A project that holds runs itself. `runs` and `running` count active ones, `archived` and `binned`
 * the others.
 */
export interface Project {
  project: string;
  runs: number;
  running: number;
  archived: number;
  binned: number;
  last_activity_time: number;
}

/** The projects that hold runs themselves; the tree is in the path. */
export interface ProjectsAnswer {
  projects: Project[];
}

/**
 * What is new of a trial: points of the sweep's metric, and how it ended, once it has. To be sent
 * every 15 seconds at least.
 */
export interface ReportBody {
  points?: ReportedPoint[];
  ended?: TrialState | null;
  exit_code?: number | null;
  value?: number | null;
}

/** A point of the sweep's metric; null is NaN. */
export interface ReportedPoint {
  step: number;
  value: number | null;
}

/** The version to bring back, and the one that the person had before them. */
export interface RestoreBody {
  revision: string;
  expected_revision: string;
}

/** The run went on from an earlier step. */
export interface Rewind {
  step: number;
  time: number;
  undone: boolean;
}

/** A role in a project and in all below it; an empty path is the whole home. */
export interface RoleIn {
  role: string;
  project: string;
}

/**
 * A run in a list: `config` and `summary` are flat. `silent_time` is since when nothing comes of a run
 * that is uploaded and was not said to have ended, null while something does. `stop_asked_time` is
 * when `stop_asked_by` asked it to end, null if nobody did, or it ended. `metrics` has figures that
 * were asked for, as `loss.min`. `binned_time` is when it was put into the bin, null if it is not
 * there. `best` is null if the script named no primary metric. `stages` are those that it was in, null
 * if `stage` was not among the fields that were asked for.
 */
export interface Run {
  id: string;
  number: number;
  display_id: string;
  name: string;
  project: string;
  state: State;
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
  parent: ParentRun | null;
  colour: string | null;
  starred: boolean;
  archived: boolean;
  binned_time: number | null;
  binned_by: string | null;
  config: Record<string, Json>;
  summary: Record<string, Json>;
  metrics: Record<string, number>;
  revision: number;
  best: Best | null;
  stages: string[] | null;
  silent_time: number | null;
  stop_asked_time: number | null;
  stop_asked_by: string | null;
}

/** A version that a run logged or used. */
export interface RunArtifact {
  role: "logged" | "used";
  used_as: string;
  time: number;
  version: ArtifactVersion;
}

/** The versions that a run logged and used, in the order of time. */
export interface RunArtifactsAnswer {
  artifacts: RunArtifact[];
}

/** One run whole: `config` and `summary` are nested. `files` is how many files were saved with it. */
export interface RunDetail {
  id: string;
  number: number;
  display_id: string;
  name: string;
  project: string;
  state: State;
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
  parent: ParentRun | null;
  colour: string | null;
  starred: boolean;
  archived: boolean;
  binned_time: number | null;
  binned_by: string | null;
  config: Record<string, Json>;
  summary: Record<string, Json>;
  metrics: Record<string, number>;
  revision: number;
  best: Best | null;
  stages: string[] | null;
  silent_time: number | null;
  stop_asked_time: number | null;
  stop_asked_by: string | null;
  environment: Record<string, Json>;
  error: string | null;
  children: ChildRun[];
  writers: Writer[];
  troubles: TroubleNote[];
  rewinds: Rewind[];
  sweep: string | null;
  pinned_config_keys: string[];
  definitions: MetricDefinition[];
  files: number;
}

/**
 * Runs that have the same values in some fields. `aggregates` has a spread for each field that was
 * asked for.
 */
export interface RunGroup {
  values: Json[];
  runs: number;
  states: Record<string, number>;
  aggregates: Record<string, Spread>;
}

/** A page of groups; `total` counts all groups, `runs` all runs in them. */
export interface RunGroups {
  groups: RunGroup[];
  total: number;
  runs: number;
  next_cursor: string | null;
  revision: number;
}

/** A page of the ids of runs, in the order of the list; `total` counts all that match. */
export interface RunIds {
  ids: string[];
  total: number;
  next_cursor: string | null;
  revision: number;
}

/** A metric of a run in each of its stages, by step; stages without a point are left out. */
export interface RunStageFigures {
  run: string;
  stages: StageFigures[];
}

/** The stages that a run went through, by step; relative times are counted from `created_time`. */
export interface RunStages {
  run: string;
  created_time: number;
  stages: Stage[];
}

/**
 * How far a run is on its way to a server. `stopped`: something is left, and no agent is at work; the
 * next run of this home, or `runstone sync`, goes on. `time` is that of the last news, in microseconds
 * since the epoch.
 */
export interface RunUpload {
  url: string;
  state: "done" | "sending" | "stopped" | "waiting";
  time: number;
  left_bytes: number;
  trouble: string;
}

/** Runs by their ids. */
export interface RunsAsk {
  runs: string[];
}

/** Runs, by id, and what changes about all of them. */
export interface RunsEdit {
  runs: string[];
  changes: Edit;
}

/** A page of runs; `next_cursor` asks for the following one. */
export interface RunsPage {
  runs: Run[];
  total: number;
  next_cursor: string | null;
  revision: number;
}

/**
 * A view to save. Without `id` it is a new one, which needs a `name` and a `document`; else it
 * replaces the version `expected_revision`, and what is not given stays as it was. An empty project
 * means the whole home. `document` is any JSON but null, of up to 256 KiB. `kind` is `view`, or
 * `report` for a page of text and panels; it is said of new ones, and stays.
 */
export interface SaveAsk {
  id?: string | null;
  expected_revision?: string | null;
  project?: string | null;
  name?: string | null;
  kind?: string | null;
  description?: string | null;
  document?: Json;
}

/** A file that was saved with a run, as it was saved last. */
export interface SavedFile {
  path: string;
  time: number;
  sha256: string;
  size_bytes: number;
  mime: string;
  policy: "end" | "live" | "now";
}

/** Runs of a project that meet a filter and lie in a place. */
export interface Selected {
  project?: string | null;
  recursive?: boolean;
  filter?: string | null;
  place?: "active" | "all" | "archived" | "bin";
}

/** One panel: a metric of some runs, or an expression over several. */
export interface SeriesAsk {
  metric?: string | null;
  expression?: string | null;
  run?: string[];
  group?: string[];
  x?: "metric" | "relative" | "runtime" | "step" | "time";
  x_metric?: string | null;
  buckets?: number;
  lo?: number | null;
  hi?: number | null;
  smoothing?: string | null;
}

/**
 * What is known of a share link. It shows `runs`, by id, or where there are none `project` and all
 * below it, and opens `page`. `user` made it; null for who sat at the machine. Times are microseconds
 * since the epoch; without `expires_time` it holds until it is revoked.
 */
export interface ShareAnswer {
  id: string;
  user: string | null;
  label: string;
  project: string;
  runs: string[];
  page: string;
  created_time: number;
  expires_time: number | null;
  revoked_time: number | null;
  opened_time: number | null;
  opened_count: number;
}

/**
 * A link to be: to these runs alone, or else to a project and all below it; which page of the UI it
 * opens, what it is for, and how long it holds (until it is revoked if null, which takes an admin of
 * the project).
 */
export interface ShareBody {
  project?: string;
  runs?: string[];
  page?: string;
  label?: string;
  lives_secs?: number | null;
}

/** A link: where it lies, from the root of the server. Nobody is told it again. */
export interface ShareMade {
  id: string;
  address: string;
}

/** What a link opens: an address from the root of the UI. */
export interface ShareOpened {
  page: string;
}

/**
 * The share link that one came by, and the ids of the runs that it shows, none where it shows a whole
 * project; without `expires_time`, in microseconds since the epoch, it holds until it is revoked.
 */
export interface SharedWith {
  id: string;
  expires_time: number | null;
  runs: string[];
}

/** Share links, the newest first. */
export interface SharesAnswer {
  shares: ShareAnswer[];
}

/** How many bytes are there of each journal, by its name as text. */
export interface Sizes {
  sizes: Record<string, number>;
}

/** Of which journals; null for all. */
export interface SizesAsk {
  names?: string[] | null;
}

/**
 * What some runs, and the artifacts of their project, take up. Bytes that several use count once.
 * `freed_bytes` is what removing the runs frees (`runstone rm`, then `gc`),
 * `freed_with_artifacts_bytes` what deleting the artifacts, too, frees; the rest is `shared_bytes`,
 * which others use as well and keep. `missing_blobs` are referred to and not there.
 */
export interface Space {
  project: string;
  runs: number;
  versions: number;
  journal_bytes: number;
  media_bytes: number;
  artifact_bytes: number;
  total_bytes: number;
  shared_bytes: number;
  freed_bytes: number;
  freed_with_artifacts_bytes: number;
  missing_blobs: number;
}

/**
 * A project with all below it, and each project directly below by itself. What these share counts in
 * each of them.
 */
export interface SpaceTree {
  total: Space;
  projects: Space[];
}

/**
 * How values spread over runs: None where there are too few for a figure. `std` is that of a sample;
 * `ci_low` and `ci_high` bound the 95 % confidence interval of the mean, by Student's t.
 */
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

/**
 * The run was in a stage from this step on, until the next one; `time` is when it began, `runtime` how
 * long the run had been at work by then, in microseconds without its pauses.
 */
export interface Stage {
  step: number;
  time: number;
  runtime: number;
  stage: string | number | number | boolean;
}

/**
 * A metric while the run was in a stage, from `begin_step` on; null as `stage` before the first one.
 * `min`, `max` and `mean` are over finite values and null where there are none; `last` is the value at
 * the last step, whatever it is; `nonfinite` counts the others.
 */
export interface StageFigures {
  stage: string | number | number | boolean | null;
  begin_step: number;
  first_step: number;
  last_step: number;
  count: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  last: number;
  nonfinite: number;
}

/** A metric in the stages of runs, in the order of the question. */
export interface StageFiguresOfRuns {
  runs: RunStageFigures[];
}

/** The stages of runs, in the order of the question. */
export interface StagesOfRuns {
  runs: RunStages[];
}

/**
 * The life of a run. `crashed` is never recorded: it is what readers conclude of a writer that died
 * without a word.
 */
export type State = "crashed" | "failed" | "finished" | "killed" | "preempted" | "preempting" | "running";

/**
 * `paused`: no further trials for now; `running`: go on; `finished`: no further trials; `cancelled`:
 * end those that run, too.
 */
export interface StateBody {
  state: SweepState;
}

/** The steps of each run, in the order of the question. */
export interface StepsOfRuns {
  runs: MediaSteps[];
}

/** Why a trial is to end: it is not worth going on, or somebody said so. */
export type StopReason = "pruned" | "stopped";

/** One way to go on with a filter: what would be put in, what that is, and a word about it. */
export interface Suggestion {
  text: string;
  kind: "field" | "operator" | "value" | "word";
  detail: string;
}

/**
 * A sweep in a list. `reason` says why it is in its state, where somebody said so. `trials` counts
 * all, `states` those in each state that there are; `planned` is how many there will be, null where
 * that is open. `author` made it.
 */
export interface Sweep {
  id: string;
  project: string;
  name: string;
  description: string;
  method: "bayes" | "grid" | "random";
  metric: SweepMetric | null;
  state: SweepState;
  reason: string;
  author: string;
  created_time: number;
  updated_time: number;
  trials: number;
  states: Record<string, number>;
  planned: number | null;
  best: SweepBest | null;
}

/** The best trial so far. */
export interface SweepBest {
  number: number;
  run: string;
  value: number;
}

/**
 * A sweep to be: its definition in W&B's schema, the project of its runs, and ids of runs that it
 * learns from, too.
 */
export interface SweepBody {
  definition: Record<string, Json>;
  project?: string | null;
  prior_runs?: string[];
}

/** One sweep whole. Trials come by number. */
export interface SweepDetail {
  id: string;
  project: string;
  name: string;
  description: string;
  method: "bayes" | "grid" | "random";
  metric: SweepMetric | null;
  state: SweepState;
  reason: string;
  author: string;
  created_time: number;
  updated_time: number;
  trials: number;
  states: Record<string, number>;
  planned: number | null;
  best: SweepBest | null;
  definition: Record<string, Json>;
  seed: number;
  prior_runs: string[];
  parameters: SweepParameter[];
  importance: SweepImportance[];
  all_trials: Trial[];
}

/**
 * How much a parameter matters for the value, from 0 to 1, and whether values rise (1) or fall (-1)
 * with it; null where it has no order.
 */
export interface SweepImportance {
  key: string;
  importance: number;
  correlation: number | null;
}

/** What is to become small or large; a trial that reaches `target` ends the sweep. */
export interface SweepMetric {
  name: string;
  goal: "maximize" | "minimize";
  target: number | null;
}

/**
 * What is varied. `name` has dots between its levels, `key` slashes, as `params` of trials and the
 * flat configs of runs have. `values` are those of a choice, and null where there are too many to
 * list; `min` and `max` are the ends of what has ends. `is_log` asks for a logarithmic axis. It is
 * there if each key of `condition` has one of the values that stand there.
 */
export interface SweepParameter {
  name: string;
  key: string;
  distribution: string;
  values: Json[] | null;
  min: number | null;
  max: number | null;
  is_log: boolean;
  condition: Record<string, Json[]>;
}

/**
 * What agents are to do: go on with trials, begin no more for now, begin no more at all, or end those
 * that run, too.
 */
export type SweepState = "cancelled" | "finished" | "paused" | "running";

/** Sweeps, the newest first. */
export interface SweepsAnswer {
  sweeps: Sweep[];
}

/** How many rows have a value from `low` up to `high`, which belongs to the last bin alone. */
export interface TableBin {
  low: number;
  high: number;
  rows: number;
}

/** A column of a logged table. */
export interface TableColumn {
  name: string;
  type: "boolean" | "integer" | "media" | "number" | "other" | "text";
}

/**
 * What a column of a logged table holds. `min`, `max`, `mean` and `bins` are of finite numbers; `top`
 * are the most frequent values, `distinct` counts all but nulls.
 */
export interface TableColumnFacts {
  name: string;
  type: "boolean" | "integer" | "media" | "number" | "other" | "text";
  rows: number;
  nulls: number;
  nan: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  distinct: number;
  bins: TableBin[];
  top: TableTopValue[];
}

/**
 * Some rows of a logged table, which has `total`; `matched` are left by filter and search. `parts` are
 * the blobs of the media in these rows, where the question says which run logged the table under which
 * key.
 */
export interface TablePage {
  columns: TableColumn[];
  rows: Json[][];
  total: number;
  matched: number;
  parts: Record<string, MediaPart>;
}

/** How many rows have a value. */
export interface TableTopValue {
  value: Json;
  rows: number;
}

/**
 * What there is of the journals that pieces came of; of those in which people wrote on the same runs
 * (null: the server does not tell); and for how long the sender should gather more before it comes
 * again.
 */
export interface Taken {
  sizes: Record<string, number>;
  edits: Record<string, number> | null;
  pace_secs: number;
}

/** One point of a string series. */
export interface TextPoint {
  key: string;
  step: number;
  time: number;
  text: string;
}

/** Points of string series; `next_cursor` asks for the following ones. */
export interface TextsPage {
  texts: TextPoint[];
  next_cursor: string | null;
}

/**
 * What is known of a token. Times are microseconds since the epoch; an empty project is the whole
 * home.
 */
export interface TokenAnswer {
  id: string;
  user: string;
  name: string;
  role: string;
  projects: string[];
  created_time: number;
  expires_time: number | null;
  revoked_time: number | null;
  used_time: number | null;
}

/**
 * A token to be: what it is for, the most that it may do, where (everywhere if there are no projects),
 * and how long it holds (for ever if null).
 */
export interface TokenBody {
  name: string;
  role?: string;
  projects?: string[];
  lives_secs?: number | null;
}

/** A token, with its secret. Nobody is told it again. */
export interface TokenMade {
  id: string;
  token: string;
}

/** Tokens, the newest first. */
export interface TokensAnswer {
  tokens: TokenAnswer[];
}

/** How many runs have a value. */
export interface TopValue {
  value: Json;
  runs: number;
}

/**
 * A trial. `run` is the id that its run has or will have, `display_id` and `run_name` are null while
 * there is none in this home. `params` are flat. `value` is what the run's summary says of the metric,
 * `stop` why it was asked to end early, `silent_time` since when nothing comes of its run.
 */
export interface Trial {
  number: number;
  run: string;
  display_id: string | null;
  run_name: string | null;
  state: TrialState;
  params: Record<string, Json>;
  value: number | null;
  agent: string;
  stop: StopReason | null;
  start_time: number;
  end_time: number | null;
  silent_time: number | null;
}

/**
 * The life of a trial. `pruned` and `stopped` were ended before they were through: by early
 * termination, and by a person.
 */
export type TrialState = "crashed" | "failed" | "finished" | "pruned" | "running" | "stopped";

/** Something that went wrong on our side while the run was recorded, or damage found when it was read. */
export interface TroubleNote {
  time: number;
  kind: string;
  message: string;
}

/** A line that the run is still at, such as a progress bar: it has no number yet. */
export interface UnfinishedLine {
  time: number;
  stream: "stderr" | "stdout";
  text: string;
}

/**
 * Why nothing of a run, or of one of its keys, can be pinned, and what would help. `distance` is that
 * between where the metric is best and the nearest media, where both are there.
 */
export interface Unpinned {
  run: string;
  key: string | null;
  reason: "no_finite_value" | "no_media" | "no_metric" | "too_far";
  hint: string;
  distance: number | null;
}

/** A server each. */
export interface Uploads {
  uploads: RunUpload[];
}

/**
 * What a project takes up with all below it, and its quota, null without one; the empty path is the
 * whole home.
 */
export interface Usage {
  project: string;
  used_bytes: number;
  quota_bytes: number | null;
}

/** The settings that tell runs apart, by name; `runs` is how many runs were looked at. */
export interface Varying {
  config: VaryingKey[];
  runs: number;
}

/**
 * A key of the config that is not the same in all runs. `values` is how many values it has; not having
 * it is one more.
 */
export interface VaryingKey {
  key: string;
  values: number;
  runs: number;
  type: "mixed" | "number" | "text";
}

/** What a view was, the newest first. */
export interface VersionsAnswer {
  versions: ViewVersion[];
}

/**
 * A saved view as it stands. `revision` names its last version, which `updated_by` saved; `project` is
 * empty for the whole home. `kind` is `view`, or `report` for a page of text and panels.
 */
export interface View {
  id: string;
  project: string;
  name: string;
  kind: string;
  description: string;
  is_default: boolean;
  revision: string;
  created_time: number;
  created_by: string;
  updated_time: number;
  updated_by: string;
  size_bytes: number;
  removed: boolean;
}

/** A view with its document, which is the UI's own; null once it is removed. */
export interface ViewDetail {
  id: string;
  project: string;
  name: string;
  kind: string;
  description: string;
  is_default: boolean;
  revision: string;
  created_time: number;
  created_by: string;
  updated_time: number;
  updated_by: string;
  size_bytes: number;
  removed: boolean;
  document: Json;
}

/**
 * What a view was once. `onto` is the version that its author had before them; `removed` says that
 * they removed the view.
 */
export interface ViewVersion {
  revision: string;
  onto: string;
  time: number;
  author: string;
  project: string;
  name: string;
  description: string;
  size_bytes: number;
  removed: boolean;
}

/** Views without their documents, by name. */
export interface ViewsAnswer {
  views: View[];
}

/**
 * How one logs in. `provider` is what the button to it says, null where there is none; `linked` says
 * whether whoever is logged in may come by it, and `failure` what went wrong, empty if nothing did.
 */
export interface Ways {
  passwords: boolean;
  provider: string | null;
  linked: boolean;
  failure: string;
}

/**
 * Who asks. `user` is null where nobody logs in: then everything is allowed, unless a copy of a home
 * is shown, which is for reading. `role` is the highest that they have anywhere, and empty if they
 * have none; `token` is the id of the token that they came by, and empty if they came by none; `share`
 * is the link of who came by one, who has no name and no roles.
 */
export interface WhoAmI {
  user: string | null;
  role: string;
  roles: RoleIn[];
  keeps_users: boolean;
  token: string;
  share: SharedWith | null;
}

/**
 * One process that wrote to the run. `author` is the person whose changes an `editor` writes; empty
 * for other roles.
 */
export interface Writer {
  writer: string;
  host: string;
  pid: number;
  role: string;
  author: string;
  alive: boolean;
  opened_time: number;
  last_time: number;
  size_bytes: number;
}
