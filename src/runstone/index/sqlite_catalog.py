"""The catalog in SQLite. See `schema.sql` for what lies where."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import time_ns
from typing import Any

import msgspec
import zstandard

from runstone.index.catalog import (
    CONFIG,
    SUMMARY,
    ConsoleEntry,
    Damaged,
    Documents,
    JournalEntry,
    Last,
    RunEntry,
    RunWords,
    Shelf,
    place_of,
)
from runstone.index.column_counts import ColumnCounts, Count
from runstone.index.columns import typed
from runstone.index.comments import add_words
from runstone.model.facts import RunFacts
from runstone.model.log_level import LOG_LEVELS
from runstone.model.records import (
    Alerted,
    ArtifactLogged,
    ArtifactUsed,
    CommentChanged,
    Commented,
    ConsoleUnfinished,
    DataLogged,
    Described,
    FileSaved,
    Marked,
    MediaEncoded,
    MediaLogged,
    Opened,
    Part,
    Staged,
    StopAsked,
    StopWithdrawn,
    TagsChanged,
    TextLogged,
)
from runstone.model.values import flatten

CHUNK_LINES = 500
# How long a page may go on asking for what it was told of.
_RAW_IS_REMEMBERED_MICROS = 3600 * 1_000_000

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.decode


class SqliteCatalog:
    """The catalog of one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._names: dict[str, int] = {}
        self._counts = ColumnCounts(connection)

    def key(self, run: str) -> int | None:
        """See Catalog."""
        row = self._connection.execute("SELECT key FROM run WHERE id = ?", (run,)).fetchone()
        return int(row[0]) if row else None

    def add_run(self, run: str) -> int:
        """See Catalog."""
        self._connection.execute("DELETE FROM gone WHERE id = ?", (run,))
        key = self._connection.execute(
            "INSERT INTO run (id, number, display_id, name, project, state, created_time, updated_time, duration_secs, revision,"
            " tags_doc, lineage_doc) VALUES (?, 0, '', '', '', 'running', 0, 0, 0, 0, x'90', x'90')",
            (run,),
        ).lastrowid
        assert key is not None
        self._connection.execute("INSERT INTO document VALUES (?, x'80', x'80')", (key,))
        return key

    def put_folder(self, run: str, mtime_ns: int) -> None:
        """See Catalog."""
        self._connection.execute("INSERT OR REPLACE INTO folder VALUES (?, ?)", (run, mtime_ns))

    def remove_run(self, run: str) -> None:
        """See Catalog."""
        self._connection.execute("DELETE FROM folder WHERE id = ?", (run,))
        key = self.key(run)
        if key is None:
            return
        shelf, (config, summary) = self.shelf(key), self.documents(key)
        self.put_flat(key, shelf, CONFIG, flatten(config), {})
        self.put_flat(key, shelf, SUMMARY, flatten(summary), {})
        for table in (
            "moved",
            "document",
            "dossier",
            "tag",
            "kv",
            "journal",
            "trouble",
            "text",
            "stage",
            "media",
            "defined",
            "alert",
            "comment",
            "edit",
            "comment_word",
            "file",
            "console",
            "console_unfinished",
            "version_use",
            "data",
            "series",
        ):
            self._connection.execute(f"DELETE FROM {table} WHERE run = ?", (key,))
        self._connection.execute("DELETE FROM run WHERE key = ?", (key,))
        self._connection.execute("INSERT OR REPLACE INTO gone VALUES (?, ?, ?)", (run, key, self.next_revision()))

    def next_revision(self) -> int:
        """Count a change that a reader can see."""
        (revision,) = self._connection.execute(
            "UPDATE meta SET value = value + 1 WHERE name = 'revision' RETURNING value"
        ).fetchone()
        return int(revision)

    def facts(self, key: int, run: str) -> RunFacts:
        """See Catalog."""
        row = self._connection.execute("SELECT facts FROM dossier WHERE run = ?", (key,)).fetchone()
        return RunFacts.unpack(run, zstandard.decompress(row[0])) if row else RunFacts(run)

    def put_run(self, key: int, entry: RunEntry, facts: RunFacts) -> None:
        """See Catalog."""
        row = {name: getattr(entry, name) for name in (*_WORD_COLUMNS, *_RUN_COLUMNS)}
        row.update(lineage_doc=_encode(entry.lineage))
        self._put(key, _UPDATE_RUN, row, entry.tags)
        self._connection.execute(
            "UPDATE document SET config_doc = ?, summary_doc = ? WHERE run = ?",
            (_encode(entry.config), _encode(entry.summary), key),
        )
        if len(facts.definitions):
            self._connection.execute(
                "INSERT OR REPLACE INTO defined VALUES (?, ?)", (key, _encode(facts.definitions.rules.all))
            )
        shown = {branch for branch, _ in entry.lineage}
        rewinds = [(rewind.step, rewind.time, branch not in shown) for branch, rewind in facts.branches.items()]
        self._connection.execute(
            "INSERT OR REPLACE INTO dossier VALUES (?, ?, ?, ?, ?)",
            (
                key,
                zstandard.compress(facts.pack(), 1),
                _encode({name: part.value for name, part in facts.environment.items()}),
                entry.error,
                _encode(sorted(rewinds, key=lambda rewind: rewind[1])),
            ),
        )

    def put_words(self, key: int, words: RunWords, facts: RunFacts) -> None:
        """See Catalog."""
        self._put(key, _UPDATE_WORDS, {name: getattr(words, name) for name in _WORD_COLUMNS}, words.tags)
        self._connection.execute(
            "UPDATE dossier SET facts = ? WHERE run = ?", (zstandard.compress(facts.pack(), 1), key)
        )

    def touch_run(self, key: int) -> None:
        """See Catalog."""
        self._connection.execute("UPDATE run SET revision = ? WHERE key = ?", (self.next_revision(), key))

    def updated_time(self, key: int) -> int:
        """See Catalog."""
        (time,) = self._connection.execute("SELECT updated_time FROM run WHERE key = ?", (key,)).fetchone()
        return int(time)

    def _put(self, key: int, statement: str, row: dict[str, Any], tags: Sequence[str]) -> None:
        row.update(key=key, revision=self.next_revision(), tags_doc=_encode(tags))
        self._connection.execute(statement, row)
        known = {tag for (tag,) in self._connection.execute("SELECT tag FROM tag WHERE run = ?", (key,))}
        wanted = set(tags)
        self._connection.executemany(
            "DELETE FROM tag WHERE tag = ? AND run = ?", [(tag, key) for tag in known - wanted]
        )
        self._connection.executemany("INSERT INTO tag VALUES (?, ?)", [(tag, key) for tag in wanted - known])

    def put_flat(
        self, key: int, shelf: Shelf, source: int, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """See Catalog."""
        changed = {name: value for name, value in after.items() if name not in before or not _same(before[name], value)}
        removed = [name for name in before if name not in after]
        numbers = self._name_ids([*changed, *removed])
        self._connection.executemany(
            "INSERT INTO kv VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (source, key, run)"
            " DO UPDATE SET kind = excluded.kind, num = excluded.num, txt = excluded.txt",
            [(source, numbers[name], key, *typed(value)) for name, value in changed.items()],
        )
        self._connection.executemany(
            "DELETE FROM kv WHERE source = ? AND key = ? AND run = ?",
            [(source, numbers[name], key) for name in removed],
        )
        for name in (*changed, *removed):
            if name not in before or name not in after or type(before[name]) is not type(after[name]):
                self._counts.add(shelf, source, numbers[name], _count(before, name), sign=-1)
                self._counts.add(shelf, source, numbers[name], _count(after, name))

    def move_flat(self, key: int, before: Shelf, after: Shelf) -> None:
        """See Catalog."""
        cursor = self._connection.cursor()
        cursor.row_factory = None
        self._counts.move(
            before, after, cursor.execute("SELECT source, key, kind FROM kv WHERE run = ?", (key,)).fetchall()
        )

    def settle(self) -> None:
        """See Catalog."""
        self._counts.settle()

    def shelf(self, key: int) -> Shelf:
        """See Catalog."""
        row = self._connection.execute(
            "SELECT project, archived, binned_time FROM run WHERE key = ?", (key,)
        ).fetchone()
        return Shelf(row["project"], place_of(row["archived"], row["binned_time"]))

    def journals(self, key: int) -> dict[str, JournalEntry]:
        """See Catalog."""
        rows = self._connection.execute("SELECT * FROM journal WHERE run = ?", (key,))
        return {row["writer"]: journal_of_row(row) for row in rows}

    def put_journal(self, key: int, entry: JournalEntry) -> None:
        """See Catalog."""
        self._connection.execute(
            "INSERT OR REPLACE INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                entry.writer,
                entry.offset,
                _encode(entry.definitions),
                entry.size_bytes,
                _encode(entry.opened) if entry.opened else None,
                entry.opened_time,
                entry.last_time,
                entry.grew_time,
                entry.closed,
                entry.alive,
                entry.silent_time,
                entry.sealed,
            ),
        )

    def add_damage(self, key: int, damage: Damaged) -> bool:
        """See Catalog."""
        cursor = self._connection.execute(
            "INSERT OR IGNORE INTO trouble (run, writer, kind, offset, time, message) VALUES (?, ?, ?, ?, ?, ?)",
            (key, *damage),
        )
        return cursor.rowcount > 0

    def forget_damage(self, key: int, writer: str, kind: str) -> None:
        """See Catalog."""
        self._connection.execute("DELETE FROM trouble WHERE run = ? AND writer = ? AND kind = ?", (key, writer, kind))

    def series_ids(self, key: int, branch: int, metrics: Sequence[str]) -> list[int]:
        """See Catalog."""
        names = self._name_ids(metrics)
        numbers = [names[metric] for metric in metrics]
        self._connection.executemany(
            "INSERT OR IGNORE INTO series (run, branch, metric) VALUES (?, ?, ?)",
            [(key, branch, number) for number in numbers],
        )
        found = dict(
            self._connection.execute(
                "SELECT metric, id FROM series WHERE run = ? AND branch = ?", (key, branch)
            ).fetchall()
        )
        return [found[number] for number in numbers]

    def known_series(self, key: int, branch: int) -> list[tuple[str, int]]:
        """See Catalog."""
        return self._connection.execute(
            "SELECT name.name, series.id FROM series JOIN name ON name.id = series.metric WHERE run = ? AND branch = ?",
            (key, branch),
        ).fetchall()

    def documents(self, key: int) -> Documents:
        """See Catalog."""
        row = self._connection.execute("SELECT config_doc, summary_doc FROM document WHERE run = ?", (key,)).fetchone()
        return Documents(_decode(row["config_doc"]), _decode(row["summary_doc"]))

    def lasts(self, key: int, lineage: Sequence[tuple[int, int | None]]) -> dict[str, Last]:
        """See Catalog."""
        found: dict[str, tuple[int, Last]] = {}
        for branch, until in lineage:
            rows = self._connection.execute(
                "SELECT key, step, time, text FROM text WHERE run = ? AND branch = ? AND (? IS NULL OR step <= ?)",
                (key, branch, until, until),
            )
            for name, step, time, text in rows:
                if name not in found or (step, time) > (found[name][0], found[name][1].time):
                    found[name] = (step, Last(time, text))
        return {name: last for name, (_, last) in found.items()}

    def add_texts(self, key: int, branch: int, texts: Iterable[TextLogged]) -> None:
        """See Catalog."""
        self._connection.executemany(
            "INSERT INTO text (run, branch, key, step, time, text) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (run, key, step, branch) DO UPDATE SET time = excluded.time, text = excluded.text"
            " WHERE excluded.time >= time",
            [(key, branch, text.key, text.step, text.time, text.text) for text in texts],
        )

    def add_stages(self, key: int, branch: int, stages: Iterable[Staged]) -> None:
        """See Catalog."""
        self._connection.executemany(
            "INSERT INTO stage (run, branch, step, time, stage_json) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (run, step, branch) DO UPDATE SET time = excluded.time, stage_json = excluded.stage_json"
            " WHERE excluded.time >= time",
            [(key, branch, stage.step, stage.time, msgspec.json.encode(stage.stage).decode()) for stage in stages],
        )

    def add_media(self, key: int, branch: int, items: Iterable[MediaLogged]) -> None:
        """See Catalog."""
        self._connection.executemany(
            "INSERT INTO media (run, branch, key, step, idx, time, type, caption, sha256, size_bytes, mime, facts_doc, parts_doc)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, key, step, idx, branch) DO UPDATE SET"
            " time = excluded.time, type = excluded.type, caption = excluded.caption, sha256 = excluded.sha256,"
            " size_bytes = excluded.size_bytes, mime = excluded.mime, facts_doc = excluded.facts_doc,"
            " parts_doc = excluded.parts_doc"
            " WHERE excluded.time >= time",
            [
                (
                    *(key, branch, item.key, item.step, item.index, item.time, item.type, item.caption),
                    *(item.sha256, item.size_bytes, item.mime, _encode(item.facts)),
                    _encode(item.parts) if item.parts else None,
                )
                for item in items
            ],
        )

    def settle_media(self, key: int, encoded: Sequence[MediaEncoded]) -> None:
        """See Catalog."""
        self._remember_raw(encoded)
        for item in encoded:
            place = (key, item.key, item.step, item.index)
            if item.part == "":
                self._connection.execute(
                    "UPDATE media SET sha256 = ?, size_bytes = ?, mime = ?"
                    " WHERE run = ? AND key = ? AND step = ? AND idx = ? AND sha256 = ?",
                    (item.sha256, item.size_bytes, item.mime, *place, item.raw),
                )
                continue
            rows = self._connection.execute(
                "SELECT branch, parts_doc FROM media WHERE run = ? AND key = ? AND step = ? AND idx = ? AND parts_doc IS NOT NULL",
                place,
            ).fetchall()
            for branch, document in rows:
                parts = msgspec.msgpack.decode(document, type=dict[str, Part])
                if item.part in parts and parts[item.part].sha256 == item.raw:
                    parts[item.part] = Part(item.sha256, item.size_bytes, item.mime)
                    self._connection.execute(
                        "UPDATE media SET parts_doc = ? WHERE run = ? AND key = ? AND step = ? AND idx = ? AND branch = ?",
                        (_encode(parts), *place, branch),
                    )

    def _remember_raw(self, encoded: Iterable[MediaEncoded]) -> None:
        since = time_ns() // 1000 - _RAW_IS_REMEMBERED_MICROS
        rows = [(item.raw, item.sha256, item.mime, item.time) for item in encoded if item.time > since]
        if rows:
            self._connection.execute("DELETE FROM encoded WHERE time < ?", (since,))
            self._connection.executemany("INSERT OR REPLACE INTO encoded VALUES (?, ?, ?, ?)", rows)

    def add_alerts(self, key: int, writer: str, alerts: Iterable[Alerted]) -> None:
        """See Catalog."""
        self._connection.executemany(
            "INSERT INTO alert (run, writer, time, level, title, text, rule, step) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (key, writer, alert.time, alert.level, alert.title, alert.text, alert.rule, alert.step)
                for alert in alerts
            ],
        )

    def add_comments(self, key: int, writer: str, author: str, words: Iterable[Commented | CommentChanged]) -> None:
        """See Catalog."""
        add_words(self._connection, self.next_revision, key, writer, author, words)

    def add_edits(
        self,
        key: int,
        writer: str,
        author: str | None,
        records: Iterable[Described | Marked | StopAsked | StopWithdrawn | TagsChanged],
    ) -> None:
        """See Catalog."""
        self._connection.executemany(
            "INSERT INTO edit (run, time, writer, author, record_doc) VALUES (?, ?, ?, ?, ?)",
            [(key, record.time, writer, author, _encode(record)) for record in records],
        )

    def add_files(self, key: int, files: Iterable[FileSaved]) -> None:
        """See Catalog."""
        self._connection.executemany(
            "INSERT INTO file (run, path, time, sha256, size_bytes, mime, policy) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (run, path) DO UPDATE SET time = excluded.time, sha256 = excluded.sha256,"
            " size_bytes = excluded.size_bytes, mime = excluded.mime, policy = excluded.policy"
            " WHERE excluded.time >= time",
            [(key, file.path, file.time, file.sha256, file.size_bytes, file.mime, file.policy) for file in files],
        )

    def add_uses(self, key: int, uses: Iterable[ArtifactLogged | ArtifactUsed]) -> None:
        """See Catalog."""
        self._connection.executemany(
            "INSERT INTO version_use VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (run, version, role) DO UPDATE SET"
            " time = min(time, excluded.time), used_as = iif(used_as = '', excluded.used_as, used_as)",
            [(key, use.version, *_role(use), use.time) for use in uses],
        )

    def add_data(self, key: int, data: Iterable[DataLogged]) -> None:
        """See Catalog."""
        self._connection.executemany(
            "INSERT INTO data VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, role, name, context, uri) DO UPDATE SET"
            " time = excluded.time, stat = excluded.stat, partial = excluded.partial, whole = excluded.whole, data_doc = excluded.data_doc"
            " WHERE excluded.time >= time",
            [
                (
                    *(key, item.role, item.name, item.context, item.uri, item.time),
                    *(item.digests.get(depth, "") for depth in ("stat", "partial", "full")),
                    _encode(item),
                )
                for item in data
            ],
        )

    def add_console(self, key: int, lines: Sequence[ConsoleEntry]) -> None:
        """See Catalog."""
        row = self._connection.execute(
            "SELECT id, stdout_lines + stderr_lines AS lines, lines_doc FROM console WHERE run = ? ORDER BY id DESC LIMIT 1",
            (key,),
        ).fetchone()
        if row is not None and row["lines"] < CHUNK_LINES:
            # A line a second would be a chunk a second: fill the last one up first.
            lines = [*unpack_lines(row["lines_doc"]), *lines]
            self._connection.execute("DELETE FROM console WHERE id = ?", (row["id"],))
        for first in range(0, len(lines), CHUNK_LINES):
            chunk = lines[first : first + CHUNK_LINES]
            stderr_lines = sum(line.is_stderr for line in chunk)
            self._connection.execute(
                "INSERT INTO console (run, stdout_lines, stderr_lines, level_counts, lines_doc) VALUES (?, ?, ?, ?, ?)",
                (
                    key,
                    len(chunk) - stderr_lines,
                    stderr_lines,
                    _level_counts(chunk),
                    zstandard.compress(_encode(chunk), 1),
                ),
            )

    def put_unfinished(self, key: int, writer: str, unfinished: ConsoleUnfinished) -> None:
        """See Catalog."""
        place = (key, writer, unfinished.stream == "stderr")
        self._connection.execute("DELETE FROM console_unfinished WHERE run = ? AND writer = ? AND is_stderr = ?", place)
        if unfinished.lines:
            lines = msgspec.json.encode(unfinished.lines).decode()
            self._connection.execute(
                "INSERT INTO console_unfinished VALUES (?, ?, ?, ?, ?)", (*place, unfinished.time, lines)
            )

    def _name_ids(self, names: Sequence[str]) -> dict[str, int]:
        """The numbers of these names in the dictionary; new ones where there were none."""
        for name in names:
            if name not in self._names:
                self._connection.execute("INSERT OR IGNORE INTO name (name) VALUES (?)", (name,))
                (self._names[name],) = self._connection.execute(
                    "SELECT id FROM name WHERE name = ?", (name,)
                ).fetchone()
        return self._names


_WORD_COLUMNS = (
    "name",
    "project",
    "updated_time",
    "notes",
    "group_name",
    "job_type",
    "colour",
    "starred",
    "archived",
    "binned_time",
    "binned_by",
    "stop_asked_time",
    "stop_asked_by",
)
_RUN_COLUMNS = (
    "number",
    "display_id",
    "state",
    "created_time",
    "ended_time",
    "silent_time",
    "duration_secs",
    "host",
    "exit_code",
    "parent_id",
    "parent_step",
    "primary_metric",
    "primary_goal",
)


def _update(*columns: str) -> str:
    return f"UPDATE run SET {', '.join(f'{name} = :{name}' for name in columns)} WHERE key = :key"


_UPDATE_WORDS = _update(*_WORD_COLUMNS, "revision", "tags_doc")
_UPDATE_RUN = _update(*_WORD_COLUMNS, *_RUN_COLUMNS, "revision", "tags_doc", "lineage_doc")


def journal_of_row(row: sqlite3.Row) -> JournalEntry:
    """A row of `journal`."""
    return JournalEntry(
        writer=row["writer"],
        offset=row["offset"],
        definitions=_decode(row["definitions_doc"]),
        size_bytes=row["size_bytes"],
        opened=_decode(row["opened_doc"], type=Opened) if row["opened_doc"] else None,
        last_time=row["last_time"],
        grew_time=row["grew_time"],
        closed=bool(row["closed"]),
        alive=bool(row["alive"]),
        silent_time=row["silent_time"],
        sealed=bool(row["sealed"]),
    )


def unpack_lines(data: bytes, worth: Callable[[bytes], bool] | None = None) -> list[ConsoleEntry]:
    """The lines of a chunk of the console; none where the chunk, its texts in UTF-8 and all else between them, is not `worth` it."""
    packed = zstandard.decompress(data)
    return _decode(packed, type=list[ConsoleEntry]) if worth is None or worth(packed) else []


def _level_counts(lines: Sequence[ConsoleEntry]) -> str:
    counts = [0] * (2 * len(LOG_LEVELS))
    for line in lines:
        if line.level is not None:
            counts[line.is_stderr * len(LOG_LEVELS) + LOG_LEVELS.index(line.level)] += 1
    return msgspec.json.encode(counts).decode() if any(counts) else ""


def _count(facts: Mapping[str, Any], name: str) -> Count:
    """What a flat fact adds to its column."""
    if name not in facts:
        return Count(0, 0, 0)
    value = facts[name]
    number = isinstance(value, bool | int | float)
    return Count(1, int(number), int(not number and value is not None))


def _same(one: Any, other: Any) -> bool:
    """Equal and of one type; NaN is no change to NaN."""
    return bool(type(one) is type(other) and (one == other or (one != one and other != other)))


def _role(use: ArtifactLogged | ArtifactUsed) -> tuple[str, str, str]:
    if isinstance(use, ArtifactUsed):
        return "used", use.collection, use.used_as
    return "logged", use.collection, ""
