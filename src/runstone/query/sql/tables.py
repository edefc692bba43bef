"""The tables of `runstone sql`: their columns, for people, and the SQLite views that they are."""

from __future__ import annotations

from typing import Literal, NamedTuple

Type = Literal["integer", "real", "text"]


class Column(NamedTuple):
    """A column: its name, what it holds, and what that says."""

    name: str
    type: Type
    says: str


class Table(NamedTuple):
    """A table. `select` is the view in SQLite, over the index and the functions of `functions.py`."""

    name: str
    says: str
    columns: list[Column]
    select: str


# `shown` has a row for each branch that a run shows, its own first (see `views.py`): what a fork or a rewind inherits comes with it.
_LINES = """
FROM shown JOIN series ON series.run = shown.source AND series.branch = shown.branch
JOIN series_facts ON series_facts.series = series.id
JOIN name ON name.id = series.metric JOIN run ON run.key = shown.run
WHERE (shown.last_step IS NULL OR series_facts.first_step <= shown.last_step)
AND (shown.rank = 0 OR NOT EXISTS (
  SELECT 1 FROM shown AS nearer JOIN series AS same ON same.run = nearer.source AND same.branch = nearer.branch
  JOIN series_facts AS known ON known.series = same.id
  WHERE nearer.run = shown.run AND nearer.rank < shown.rank AND same.metric = series.metric
  AND (nearer.last_step IS NULL OR known.first_step <= nearer.last_step)))
"""

# Whether the figures of a line are those of its series.
_EXACT = "shown.plain AND series_facts.tidy"

# The lines again, each with the numbers of its chunks.
CHUNKS = _LINES.replace(
    "WHERE",
    f", json_each(rs_chunks(shown.run, name.name, iif({_EXACT}, series_facts.count, NULL), series_facts.first_step,"
    " series_facts.last_step)) AS chunk WHERE",
    1,
)


def _figure(column: str) -> str:
    return f"CASE WHEN {_EXACT} THEN series_facts.{column} ELSE rs_figure(shown.run, name.name, '{column}') END"


def _fact(source: int) -> str:
    """The select of config or summary."""
    return f"""
SELECT run.id AS run, name.name AS key,
  CASE kv.kind WHEN 1 THEN 'null' WHEN 2 THEN 'float' WHEN 3 THEN 'integer' WHEN 4 THEN 'truth' WHEN 5 THEN 'text' ELSE 'json' END AS kind,
  kv.num AS number,
  CASE WHEN kv.kind = 3 THEN
    CASE WHEN abs(kv.num) < 9007199254740992 THEN CAST(kv.num AS INTEGER) ELSE rs_fact({source}, kv.run, name.name) END
  END AS integer,
  CASE WHEN length(CAST(kv.txt AS BLOB)) < 1000 THEN kv.txt
    WHEN kv.txt IS NOT NULL THEN rs_fact({source}, kv.run, name.name) END AS text
FROM kv JOIN run ON run.key = kv.run JOIN name ON name.id = kv.key WHERE kv.source = {source}
"""


def _logged(table: str, place: str, columns: str) -> str:
    """The select of texts, stages and media: of one place the branch with the latest time stands, as everywhere."""
    same = " AND ".join(f"other.{column} = item.{column}" for column in place.split(", "))
    return f"""
SELECT run.id AS run, {columns}
FROM shown JOIN main.{table} AS item ON item.run = shown.source AND item.branch = shown.branch
JOIN run ON run.key = shown.run
WHERE (shown.last_step IS NULL OR item.step <= shown.last_step)
AND (shown.plain OR NOT EXISTS (
  SELECT 1 FROM shown AS rival JOIN main.{table} AS other ON other.run = rival.source AND other.branch = rival.branch
  WHERE rival.run = shown.run AND rival.rank <> shown.rank AND {same}
  AND (rival.last_step IS NULL OR other.step <= rival.last_step)
  AND (other.time > item.time OR (other.time = item.time AND rival.rank < shown.rank))))
"""


_RUN = Column("run", "text", "id of the run")
_FACT_COLUMNS = [
    _RUN,
    Column("key", "text", "its key, nested ones joined by /: optimizer/lr"),
    Column("kind", "text", "null, float, integer, truth, text or json (a list)"),
    Column("number", "real", "the value of a float, an integer or a truth value (1 or 0); NULL for NaN"),
    Column("integer", "integer", "the value of an integer, exact"),
    Column("text", "text", "the value of a text, or of a list as JSON"),
]

TABLES = [
    Table(
        "runs",
        "one row a run",
        [
            Column("id", "text", "what the other tables call run"),
            Column("number", "integer", "its number in the home"),
            Column("display_id", "text", "CVR-42"),
            Column("name", "text", "the name that people read"),
            Column("project", "text", "the path that it lies under"),
            Column("state", "text", "running, finished, failed, crashed, killed, preempting or preempted"),
            Column("created_time", "integer", "microseconds since 1970, as all times"),
            Column("ended_time", "integer", "NULL while it runs"),
            Column(
                "silent_time",
                "integer",
                "since when nothing comes of a run that is uploaded and did not say that it ended; NULL while something does",
            ),
            Column("updated_time", "integer", "of its last record"),
            Column("duration_secs", "real", "how long it took, or takes so far"),
            Column("notes", "text", "Markdown"),
            Column("group_name", "text", "its group (group is a word of SQL)"),
            Column("job_type", "text", "its job type"),
            Column("host", "text", "where it ran"),
            Column("exit_code", "integer", "of its process"),
            Column("error", "text", "the traceback, or the signal's name"),
            Column("parent_id", "text", "of a fork: the run that it left"),
            Column("parent_step", "integer", "and the last step that it shares with it"),
            Column("colour", "text", "that a person chose"),
            Column("starred", "integer", "1 for a baseline"),
            Column("archived", "integer", "1 in the archive"),
            Column("binned_time", "integer", "when it was put into the bin; NULL if it is not there"),
        ],
        """
SELECT id, number, display_id, name, project, state, created_time, ended_time, silent_time, updated_time, duration_secs, notes, group_name,
  job_type, host, exit_code, dossier.error AS error, parent_id, parent_step, colour, starred, archived, binned_time
FROM run LEFT JOIN dossier ON dossier.run = run.key
""",
    ),
    Table("config", "one row a run and key of its config", _FACT_COLUMNS, _fact(0)),
    Table("summary", "one row a run and key of its summary", _FACT_COLUMNS, _fact(1)),
    Table(
        "metrics",
        "one row a run and metric, in figures; what a fork inherits is its own",
        [
            _RUN,
            Column("metric", "text", "its name"),
            Column("count", "integer", "how many points it has"),
            Column("nonfinite", "integer", "how many of them are NaN or infinite"),
            Column("first_step", "integer", "the smallest step"),
            Column("last_step", "integer", "the greatest step"),
            Column("last_time", "integer", "the latest time"),
            Column("last", "real", "the value at last_step; NULL for NaN"),
            Column("min", "real", "the smallest finite value"),
            Column("min_step", "integer", "and where it is"),
            Column("max", "real", "the greatest finite value"),
            Column("max_step", "integer", "and where it is"),
            Column("mean", "real", "of the finite values"),
        ],
        f"""
SELECT run.id AS run, name.name AS metric, {_figure("count")} AS count, {_figure("nonfinite")} AS nonfinite,
  {_figure("first_step")} AS first_step, {_figure("last_step")} AS last_step, {_figure("last_time")} AS last_time,
  {_figure("last")} AS last, {_figure("min")} AS min,
  CASE WHEN {_EXACT} THEN iif(series_facts.min IS NULL, NULL, series_facts.min_step) ELSE rs_figure(shown.run, name.name, 'min_step') END AS min_step,
  {_figure("max")} AS max,
  CASE WHEN {_EXACT} THEN iif(series_facts.max IS NULL, NULL, series_facts.max_step) ELSE rs_figure(shown.run, name.name, 'max_step') END AS max_step,
  CASE WHEN {_EXACT} THEN iif(series_facts.min IS NULL, NULL, series_facts.sum / (series_facts.count - series_facts.nonfinite))
    ELSE rs_figure(shown.run, name.name, 'mean') END AS mean
{_LINES}
""",
    ),
    Table(
        "points",
        "one row a run, metric and step: every point, never sampled",
        [
            _RUN,
            Column("metric", "text", "its name"),
            Column("step", "integer", "ascending within a run and metric"),
            Column("time", "integer", "when it was logged"),
            Column("value", "real", "NULL for NaN; infinities are infinities"),
            Column("is_nan", "integer", "1 where the value is NaN, else 0"),
        ],
        f"""
SELECT run.id AS run, name.name AS metric, rs_step(point.value, point.key) AS step, rs_time(point.value, point.key) AS time,
  rs_value(point.value, point.key) AS value, rs_value(point.value, point.key) IS NULL AS is_nan
{CHUNKS.replace("WHERE", ", json_each(rs_open(chunk.value)) AS point WHERE", 1)}
""",
    ),
    Table(
        "texts",
        "one row a point of a text series",
        [
            _RUN,
            Column("key", "text", "the series"),
            Column("step", "integer", "its step"),
            Column("time", "integer", "when it was logged"),
            Column("text", "text", "the text"),
        ],
        _logged("text", "key, step", "item.key AS key, item.step AS step, item.time AS time, item.text AS text"),
    ),
    Table(
        "stages",
        "one row a stage that a run entered",
        [
            _RUN,
            Column("step", "integer", "the first step of the stage, which lasts until the next one"),
            Column("time", "integer", "when it began"),
            Column("stage", "text", "its name"),
        ],
        _logged(
            "stage", "step", "item.step AS step, item.time AS time, CAST(item.stage_json ->> '$' AS TEXT) AS stage"
        ),
    ),
    Table(
        "logs",
        "one row a line that a run printed",
        [
            _RUN,
            Column("line", "integer", "its place among all lines of the run, from 0"),
            Column("time", "integer", "when it was printed"),
            Column("stream", "text", "stdout or stderr"),
            Column("text", "text", "without the line end"),
            Column("level", "text", "debug, info, warning, error or critical, where it says so"),
            Column("logger", "text", "the name of the logger, of what came through a handler of the run"),
        ],
        """
SELECT run.id AS run,
  line.key + (SELECT coalesce(sum(before.stdout_lines + before.stderr_lines), 0) FROM console AS before
    WHERE before.run = chunk.run AND before.id < chunk.id) AS line,
  rs_line(chunk.id, line.key, 0) AS time, rs_line(chunk.id, line.key, 1) AS stream, rs_line(chunk.id, line.key, 2) AS text,
  rs_line(chunk.id, line.key, 3) AS level, rs_line(chunk.id, line.key, 4) AS logger
FROM console AS chunk JOIN run ON run.key = chunk.run, json_each(rs_lines(chunk.stdout_lines + chunk.stderr_lines)) AS line
""",
    ),
    Table(
        "media",
        "one row a media item",
        [
            _RUN,
            Column("key", "text", "under which it was logged"),
            Column("step", "integer", "its step"),
            Column("idx", "integer", "its place among those of one key and step"),
            Column("time", "integer", "when it was logged"),
            Column("type", "text", "image, table …"),
            Column("caption", "text", "its caption"),
            Column("sha256", "text", "which blob holds its bytes; empty where the facts are all of it"),
            Column("size_bytes", "integer", "how many they are"),
            Column("mime", "text", "image/png …"),
            Column("facts", "text", "what else is known of it, as JSON"),
        ],
        _logged(
            "media",
            "key, step, idx",
            "item.key AS key, item.step AS step, item.idx AS idx, item.time AS time, item.type AS type, item.caption AS caption,"
            " item.sha256 AS sha256, item.size_bytes AS size_bytes, item.mime AS mime, rs_json(item.facts_doc) AS facts",
        ),
    ),
    Table(
        "tags",
        "one row a run and tag",
        [_RUN, Column("tag", "text", "one of its tags")],
        "SELECT run.id AS run, tag.tag AS tag FROM tag JOIN run ON run.key = tag.run",
    ),
    Table(
        "artifacts",
        "one row a version of an artifact",
        [
            Column("id", "text", "what artifact_runs calls artifact"),
            Column("project", "text", "of its collection"),
            Column("name", "text", "of its collection"),
            Column("type", "text", "dataset, model, any word"),
            Column("version", "integer", "3 for v3"),
            Column("digest", "text", "tells its contents from others"),
            Column("size_bytes", "integer", "all its files together"),
            Column("file_count", "integer", "how many they are"),
            Column("created_time", "integer", "when it was logged"),
            Column("run", "text", "the run that logged it; NULL if none did"),
            Column("step", "integer", "and the step that it was at"),
            Column("description", "text", "Markdown"),
            Column("metadata", "text", "as JSON"),
            Column("aliases", "text", "as JSON, a list"),
            Column("tags", "text", "as JSON, a list"),
            Column("source", "text", "of a link: the id of the version that it leads to"),
            Column("deleted", "integer", "1 if it was deleted"),
        ],
        """
SELECT version.id AS id, collection.project AS project, collection.name AS name, collection.type AS type, version.number AS version,
  digest, size_bytes, file_count, version.created_time AS created_time, nullif(run, '') AS run, step, version.description AS description,
  metadata_json AS metadata, aliases_json AS aliases, version.tags_json AS tags, nullif(source_version, '') AS source, deleted
FROM main.version JOIN main.collection ON collection.id = version.collection
""",
    ),
    Table(
        "artifact_runs",
        "one row a run and version that it logged or used",
        [
            _RUN,
            Column("artifact", "text", "id of the version"),
            Column("role", "text", "logged or used"),
            Column("used_as", "text", "a word for what as"),
            Column("time", "integer", "when first"),
        ],
        """
SELECT run.id AS run, version_use.version AS artifact, role, used_as, time
FROM version_use JOIN run ON run.key = version_use.run
""",
    ),
]
