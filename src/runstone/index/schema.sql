-- The index: what the journals say, arranged for questions. All of it is a cache; `Index.rebuild` makes it anew.
-- Times are microseconds since the epoch. NaN is NULL here, since SQLite has no word for it. Columns named *_doc are msgpack.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,            -- schema_version, first_revision, revision, registry_offset
  value INTEGER NOT NULL
) WITHOUT ROWID;

-- Catalog -------------------------------------------------------------------------------------------------------------

CREATE TABLE name (                 -- dictionary of metric names, text keys and flat keys of config and summary
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE run (
  key INTEGER PRIMARY KEY AUTOINCREMENT, -- the run's number within this index; never used again after a removal
  id TEXT NOT NULL UNIQUE,          -- the run's id
  number INTEGER NOT NULL,          -- its number in the home; 0 until its first record is known
  display_id TEXT NOT NULL,         -- CVR-42
  name TEXT NOT NULL,
  project TEXT NOT NULL,            -- where it lies now
  state TEXT NOT NULL,              -- derived at the last look, crashed included
  created_time INTEGER NOT NULL,
  ended_time INTEGER,               -- NULL while it runs
  silent_time INTEGER,              -- since when nothing comes of a run that goes on elsewhere; NULL while something does
  updated_time INTEGER NOT NULL,    -- of the last record of any writer
  duration_secs REAL NOT NULL,
  notes TEXT,
  group_name TEXT,                  -- `group` is a word of SQL
  job_type TEXT,
  host TEXT,                        -- of the first primary writer
  exit_code INTEGER,
  parent_id TEXT,                   -- for a fork: the id of the run it left
  parent_step INTEGER,              -- and the last step it shares with it
  primary_metric TEXT,              -- what it is judged by; NULL if nobody said
  primary_goal TEXT,                -- maximize, minimize
  colour TEXT,                      -- that a person chose
  starred INTEGER NOT NULL DEFAULT 0, -- a baseline
  archived INTEGER NOT NULL DEFAULT 0,
  binned_time INTEGER,              -- when it was put into the bin; NULL if it is not there
  binned_by TEXT,                   -- and who put it there
  stop_asked_time INTEGER,          -- when somebody asked who has it open now to end it; NULL if nobody did
  stop_asked_by TEXT,               -- and who asked
  revision INTEGER NOT NULL,        -- of the last change that a reader could see
  tags_doc BLOB NOT NULL,           -- array of texts, in the order they were put on
  lineage_doc BLOB NOT NULL         -- the branches that are shown: [[branch, last step or nil], …], newest first
);
-- Lists of runs are filtered, sorted and grouped in memory (index/columns.py): no index here is for them.
CREATE INDEX run_created ON run (created_time, key);
CREATE INDEX run_activity ON run (project, archived, binned_time, state, updated_time);
CREATE INDEX run_apart ON run (key, archived, binned_time) WHERE archived OR binned_time IS NOT NULL;
CREATE INDEX run_revision ON run (revision);
CREATE INDEX run_number ON run (number, key);
CREATE INDEX run_display ON run (display_id);
CREATE INDEX run_primary ON run (primary_metric, primary_goal, project) WHERE primary_metric IS NOT NULL;
CREATE INDEX run_parent ON run (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE document (             -- what a run shows, kept away from the scans over `run`
  run INTEGER PRIMARY KEY,
  config_doc BLOB NOT NULL,         -- nested
  summary_doc BLOB NOT NULL         -- nested; metrics keep their names whole
);

CREATE TABLE dossier (              -- what only one run's page and the ingest need, kept away from the scans over `run`
  run INTEGER PRIMARY KEY,
  facts BLOB NOT NULL,              -- RunFacts.pack, zstd: to go on merging where the last ingest ended
  environment_doc BLOB NOT NULL,
  error TEXT,
  rewinds_doc BLOB NOT NULL         -- [[step, time, undone], …]
);

CREATE TABLE gone (                 -- runs that were removed from the home, so that a live page forgets them
  id TEXT PRIMARY KEY,
  run INTEGER NOT NULL,             -- the key that it had
  revision INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX gone_revision ON gone (revision);

CREATE TABLE moved (                -- from which projects runs were moved away, so that a page of who sees only those forgets them
  run INTEGER NOT NULL,
  project TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (run, project)
) WITHOUT ROWID;
CREATE INDEX moved_revision ON moved (revision);
CREATE TRIGGER run_moved AFTER UPDATE OF project ON run WHEN OLD.project <> NEW.project AND OLD.project <> ''
BEGIN
  INSERT OR REPLACE INTO moved VALUES (OLD.key, OLD.project, NEW.revision);
END;

CREATE TABLE tag (
  tag TEXT NOT NULL,
  run INTEGER NOT NULL,
  PRIMARY KEY (tag, run)
) WITHOUT ROWID;
CREATE INDEX tag_run ON tag (run);

CREATE TABLE kv (                   -- the typed facts that runs are sorted and filtered by; `document` says the same
  source INTEGER NOT NULL,          -- 0 config, 1 summary, 2 system
  key INTEGER NOT NULL,             -- name.id of the flat key
  run INTEGER NOT NULL,
  kind INTEGER NOT NULL,            -- columns.Kind: what the value is
  num REAL,                         -- of a number or a truth value; NULL for NaN, too
  txt TEXT,                         -- of anything else, cut to 1,000 characters; NULL for nothing
  PRIMARY KEY (source, key, run)    -- a column is read in one piece
) WITHOUT ROWID;
CREATE INDEX kv_run ON kv (run);

CREATE TABLE column_count (         -- how many runs of a project have a flat key: counted as facts change, since a scan over `kv` takes seconds
  project TEXT NOT NULL,
  place TEXT NOT NULL,              -- catalog.Place: runs in the archive and in the bin are counted by themselves
  source INTEGER NOT NULL,          -- as in kv
  key INTEGER NOT NULL,             -- name.id
  runs INTEGER NOT NULL,            -- that have the key, whatever its value
  numbers INTEGER NOT NULL,         -- where it is a number, NaN too
  texts INTEGER NOT NULL,           -- where it is anything else but nothing
  PRIMARY KEY (project, place, source, key)
) WITHOUT ROWID;

CREATE TABLE folder (               -- run folders at the last scan: one whose time is the same has no new journal
  id TEXT PRIMARY KEY,              -- the run's id
  mtime_ns INTEGER NOT NULL         -- of the folder; 0 while it is too young to be trusted
) WITHOUT ROWID;

CREATE TABLE journal (
  run INTEGER NOT NULL,
  writer TEXT NOT NULL,
  offset INTEGER NOT NULL,          -- all before it is in this index
  definitions_doc BLOB NOT NULL,    -- offsets of the frames that say what later rows mean; see JournalReader
  size_bytes INTEGER NOT NULL,      -- at the last look
  opened_doc BLOB,                  -- the Opened record; NULL if it is lost
  opened_time INTEGER NOT NULL,
  last_time INTEGER NOT NULL,       -- of its last record or point
  grew_time INTEGER NOT NULL,       -- when an indexer last saw it grow, by the indexer's clock; 0 if none did
  closed INTEGER NOT NULL,          -- whether its last record says that the writer let go in good order
  alive INTEGER NOT NULL,           -- whether the writer lived at the last look, or nobody knows better
  silent_time INTEGER,              -- since when nothing comes of a writer of which nobody knows better; NULL while something does
  sealed INTEGER NOT NULL,          -- whether the file is the sealed form
  PRIMARY KEY (run, writer)
) WITHOUT ROWID;
CREATE INDEX journal_alive ON journal (run) WHERE alive;
CREATE INDEX journal_open ON journal (run) WHERE NOT closed;
CREATE INDEX journal_unsealed ON journal (last_time) WHERE NOT sealed;

CREATE TABLE workspace_journal (    -- journals of the home itself
  writer TEXT PRIMARY KEY,
  offset INTEGER NOT NULL,          -- all before it is in this index
  size_bytes INTEGER NOT NULL,      -- at the last look
  author TEXT NOT NULL,
  closed INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE view (                 -- saved views as they stand: the last of their versions
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,         -- view_version.id
  created_time INTEGER NOT NULL,    -- of its first version
  created_by TEXT NOT NULL,
  changed INTEGER NOT NULL          -- the revision of the index at which a reader could see the last change
) WITHOUT ROWID;
CREATE INDEX view_changed ON view (changed);

CREATE TABLE view_version (
  id INTEGER PRIMARY KEY,
  view TEXT NOT NULL,
  revision TEXT NOT NULL,
  onto TEXT NOT NULL,               -- the revision that its author had before them
  time INTEGER NOT NULL,
  writer TEXT NOT NULL,
  author TEXT NOT NULL,
  project TEXT NOT NULL,            -- empty for the whole home; of a removal what it was before, as all that follows
  name TEXT NOT NULL,
  kind TEXT NOT NULL,               -- view, report
  description TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,      -- of the document
  document BLOB,                    -- zstd of JSON; NULL for a removal
  UNIQUE (view, revision)
);
CREATE INDEX view_version_time ON view_version (view, time, writer, id);

CREATE TABLE default_view (
  project TEXT PRIMARY KEY,
  view TEXT NOT NULL,               -- empty for none
  time INTEGER NOT NULL,
  writer TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE collection (           -- collections of artifacts
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  description TEXT NOT NULL,
  tags_json TEXT NOT NULL,
  created_time INTEGER NOT NULL,
  updated_time INTEGER NOT NULL,    -- of its last record
  changed INTEGER NOT NULL          -- the revision of the index at which a reader could see the last change
) WITHOUT ROWID;
CREATE INDEX collection_changed ON collection (changed);

CREATE TABLE collection_journal (
  collection TEXT NOT NULL,
  writer TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,      -- as it was taken in
  PRIMARY KEY (collection, writer)
) WITHOUT ROWID;

CREATE TABLE version (              -- of artifacts; those that were deleted stay for the lineage of runs
  id TEXT NOT NULL,
  collection TEXT NOT NULL,
  number INTEGER NOT NULL,
  digest TEXT NOT NULL,
  manifest TEXT NOT NULL,           -- SHA-256 of the blob that lists its files
  size_bytes INTEGER NOT NULL,
  file_count INTEGER NOT NULL,
  created_time INTEGER NOT NULL,
  run TEXT NOT NULL,                -- id of the run that logged it; empty if none did
  step INTEGER,
  description TEXT NOT NULL,
  metadata_json TEXT NOT NULL,
  aliases_json TEXT NOT NULL,
  tags_json TEXT NOT NULL,
  ttl_secs INTEGER,
  source TEXT NOT NULL,             -- of a link: the collection that it comes from; empty for a version of its own
  source_version TEXT NOT NULL,     -- and its id there
  deleted INTEGER NOT NULL,
  PRIMARY KEY (collection, id)
) WITHOUT ROWID;
CREATE INDEX version_id ON version (id);
CREATE INDEX version_source ON version (source_version) WHERE source_version <> '';

CREATE TABLE version_use (          -- which run logged or used which version
  run INTEGER NOT NULL,
  version TEXT NOT NULL,
  role TEXT NOT NULL,               -- logged, used
  collection TEXT NOT NULL,
  used_as TEXT NOT NULL,
  time INTEGER NOT NULL,            -- the first
  PRIMARY KEY (run, version, role)
) WITHOUT ROWID;
CREATE INDEX version_use_version ON version_use (version);

CREATE TABLE data (                 -- data and pretrained models that runs work with, as they are known by now
  run INTEGER NOT NULL,
  role TEXT NOT NULL,               -- dataset, pretrained
  name TEXT NOT NULL,
  context TEXT NOT NULL,
  uri TEXT NOT NULL,
  time INTEGER NOT NULL,
  stat TEXT NOT NULL,               -- digests; empty where they are not known
  partial TEXT NOT NULL,
  whole TEXT NOT NULL,
  data_doc BLOB NOT NULL,           -- the DataLogged record
  PRIMARY KEY (run, role, name, context, uri)
) WITHOUT ROWID;

CREATE TABLE trouble (              -- damage found when reading; what writers recorded themselves is in the facts
  run INTEGER NOT NULL,
  writer TEXT NOT NULL,
  kind TEXT NOT NULL,               -- damaged, torn_tail, truncated, unreadable
  offset INTEGER NOT NULL,          -- where in the journal
  time INTEGER NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (run, writer, kind, offset)
) WITHOUT ROWID;

CREATE TABLE text (                 -- points of string series
  run INTEGER NOT NULL,
  branch INTEGER NOT NULL,
  key TEXT NOT NULL,
  step INTEGER NOT NULL,
  time INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (run, key, step, branch)
) WITHOUT ROWID;

CREATE TABLE stage (                -- from which step on the run was in which stage
  run INTEGER NOT NULL,
  branch INTEGER NOT NULL,
  step INTEGER NOT NULL,
  time INTEGER NOT NULL,
  stage_json TEXT NOT NULL,         -- a JSON scalar
  PRIMARY KEY (run, step, branch)
) WITHOUT ROWID;

CREATE TABLE media (
  run INTEGER NOT NULL,
  branch INTEGER NOT NULL,
  key TEXT NOT NULL,
  step INTEGER NOT NULL,
  idx INTEGER NOT NULL,             -- `index` is a word of SQL
  time INTEGER NOT NULL,
  type TEXT NOT NULL,
  caption TEXT,
  sha256 TEXT NOT NULL,             -- empty: the facts are all of it
  size_bytes INTEGER NOT NULL,
  mime TEXT NOT NULL,
  facts_doc BLOB NOT NULL,
  parts_doc BLOB,                   -- further blobs, by name; NULL for none
  PRIMARY KEY (run, key, step, idx, branch)
) WITHOUT ROWID;
-- Sliders and snapping look at steps alone, and rows hold facts of any size.
CREATE INDEX media_step ON media (run, branch, key, step);

CREATE TABLE encoded (              -- raw blobs that went within the last hour: who had read of one may still ask for it
  raw TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,             -- what stands for it
  mime TEXT NOT NULL,
  time INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE defined (              -- what scripts said about their metrics; only runs of which something was said
  run INTEGER PRIMARY KEY,
  definitions_doc BLOB NOT NULL     -- array of definitions.Definition: equal bytes for runs of one script
);

CREATE TABLE alert (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  writer TEXT NOT NULL,
  time INTEGER NOT NULL,
  level TEXT NOT NULL,              -- info, warn, error
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  rule TEXT NOT NULL,               -- the rule that found it; empty where the script said so itself
  step INTEGER
);
CREATE INDEX alert_run ON alert (run, time);
CREATE INDEX alert_time ON alert (time);

CREATE TABLE comment (              -- comments as they stand: what their words add up to
  id TEXT NOT NULL,
  run INTEGER NOT NULL,             -- run.key; 0 for one about a chart of a project
  project TEXT NOT NULL,            -- of such a chart; empty for a run's
  panel TEXT NOT NULL,              -- the key of the chart; empty for the run as a whole
  x REAL,                           -- where on the chart; NULL for nowhere in particular
  x_axis TEXT NOT NULL,
  reply_to TEXT NOT NULL,           -- the comment that begins the thread; empty for one that does
  author TEXT NOT NULL,
  created_time INTEGER NOT NULL,
  text TEXT NOT NULL,
  edited_time INTEGER,              -- when the text was changed last; NULL if it never was
  resolved_time INTEGER,            -- NULL for an open thread
  resolved_by TEXT,
  deleted_time INTEGER,             -- NULL for one that is there
  last_time INTEGER NOT NULL,       -- of its last word
  changed INTEGER NOT NULL,         -- the revision of the index at which a reader could see the last change
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE INDEX comment_id ON comment (id);
CREATE INDEX comment_project ON comment (project, panel) WHERE run = 0;
CREATE INDEX comment_changed ON comment (changed);

CREATE TABLE comment_word (         -- all that was ever said of a comment
  id INTEGER PRIMARY KEY,
  comment TEXT NOT NULL,
  run INTEGER NOT NULL,
  time INTEGER NOT NULL,
  writer TEXT NOT NULL,
  author TEXT NOT NULL,
  word_doc BLOB NOT NULL            -- the Commented or CommentChanged record
);
CREATE INDEX comment_word_comment ON comment_word (run, comment);

CREATE TABLE edit (                 -- what was changed about runs, record by record; `run` has what that adds up to
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  time INTEGER NOT NULL,
  writer TEXT NOT NULL,
  author TEXT,                      -- NULL for the run's own script
  record_doc BLOB NOT NULL          -- the Described, Marked or TagsChanged record
);
CREATE INDEX edit_run ON edit (run, time);

CREATE TABLE file (                 -- files of runs as they stand: the last of their versions
  run INTEGER NOT NULL,
  path TEXT NOT NULL,
  time INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  mime TEXT NOT NULL,
  policy TEXT NOT NULL,             -- live, now, end
  PRIMARY KEY (run, path)
) WITHOUT ROWID;

CREATE TABLE console (              -- lines in the order of arrival, some hundred in a chunk
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  stdout_lines INTEGER NOT NULL,
  stderr_lines INTEGER NOT NULL,
  level_counts TEXT NOT NULL,       -- JSON: how many lines of stdout have each level, least grave first, then of stderr; empty for none
  lines_doc BLOB NOT NULL           -- zstd of [[time, is stderr, text, level, logger], …]
);
CREATE INDEX console_run ON console (run, id, stdout_lines, stderr_lines, level_counts);

CREATE TABLE console_unfinished (   -- lines that a writer is still at, of each stream
  run INTEGER NOT NULL,
  writer TEXT NOT NULL,
  is_stderr INTEGER NOT NULL,
  time INTEGER NOT NULL,
  lines TEXT NOT NULL,              -- JSON: an array of texts
  PRIMARY KEY (run, writer, is_stderr)
) WITHOUT ROWID;

CREATE TABLE series (               -- the dictionary: which integer stands for a metric of one branch of a run
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  branch INTEGER NOT NULL,
  metric INTEGER NOT NULL,          -- name.id
  UNIQUE (run, metric, branch)
);
CREATE INDEX series_metric ON series (metric, run);

-- Series store --------------------------------------------------------------------------------------------------------

CREATE TABLE ledger (               -- which batches are in: the journal offset that each writer's points are known up to
  run INTEGER NOT NULL,
  writer TEXT NOT NULL,
  upto INTEGER NOT NULL,
  PRIMARY KEY (run, writer)
) WITHOUT ROWID;

CREATE TABLE series_facts (
  series INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  count INTEGER NOT NULL,           -- of points, the non-finite ones too
  nonfinite INTEGER NOT NULL,
  first_step INTEGER NOT NULL,
  last_step INTEGER NOT NULL,
  first_time INTEGER NOT NULL,      -- the smallest
  last_time INTEGER NOT NULL,       -- the largest
  last REAL,                        -- the value at last_step
  stamp INTEGER NOT NULL,           -- the time of that point
  min REAL, min_step INTEGER,       -- over finite values; NULL where there are none
  max REAL, max_step INTEGER,
  sum REAL NOT NULL,
  tidy INTEGER NOT NULL             -- 1 while every batch began behind the last step: then all of the above is exact
);
CREATE INDEX series_facts_run ON series_facts (run);
CREATE INDEX series_facts_untidy ON series_facts (run) WHERE NOT tidy;

CREATE TABLE frame (                -- a fresh batch of points of many series; merged 32 at a time, then folded into blocks
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  level INTEGER NOT NULL,           -- how often its points were merged
  points INTEGER NOT NULL,
  data BLOB NOT NULL                -- codec.pack_frame
);
CREATE INDEX frame_run ON frame (run, level);

CREATE TABLE axis (                 -- steps and times of a stretch, shared by all metrics that were logged together
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  data BLOB NOT NULL                -- codec.pack_axis
);
CREATE INDEX axis_run ON axis (run);

CREATE TABLE block (                -- up to 8,192 points of one series, steps ascending, each step once
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  series INTEGER NOT NULL,
  axis INTEGER NOT NULL,            -- axis.id
  count INTEGER NOT NULL,
  nonfinite INTEGER NOT NULL,
  first_step INTEGER NOT NULL,
  last_step INTEGER NOT NULL,
  first_time INTEGER NOT NULL,      -- the smallest
  last_time INTEGER NOT NULL,       -- the largest
  last REAL,                        -- the value at last_step
  last_finite REAL,                 -- the last finite value
  min REAL, min_step INTEGER,
  max REAL, max_step INTEGER,
  sum REAL NOT NULL,
  shift INTEGER NOT NULL,           -- of the roll-up: its cells are step >> shift
  cells BLOB NOT NULL               -- codec.pack_cells: about 64 points a cell
);
CREATE INDEX block_series ON block (series, first_step);
CREATE INDEX block_axis ON block (axis);
CREATE INDEX block_run ON block (run);

CREATE TABLE block_data (           -- apart, so that a scan over roll-ups does not step over values
  block INTEGER PRIMARY KEY,
  data BLOB NOT NULL                -- codec.pack_values
);

CREATE TABLE sweep (
  id TEXT NOT NULL PRIMARY KEY,
  project TEXT NOT NULL,
  created_time INTEGER NOT NULL,
  changed INTEGER NOT NULL            -- revision
) WITHOUT ROWID;

CREATE INDEX sweep_project ON sweep (project);
CREATE INDEX sweep_changed ON sweep (changed);

CREATE TABLE sweep_journal (
  sweep TEXT NOT NULL,
  writer TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,      -- as it was taken in
  PRIMARY KEY (sweep, writer)
) WITHOUT ROWID;
