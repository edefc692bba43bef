"""Readers: connections that read an index, kept between questions, and what they show of it.

Where a scope is not everything, views shadow the tables of its connections, in which only the scope's projects are: every question sees only
them, however it is put. What is reached by the key of a run, and by nothing else, needs no view of its own.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from runstone.index import database
from runstone.index.cache import Cache
from runstone.index.columns import Column, Columns, Kind, Read
from runstone.index.sqlite_series import SqliteSeries
from runstone.model.scope import EVERYTHING, Scope

_MOST_IDLE = 8


class Snapshot:
    """One consistent state of the index to read from: what is committed later does not show, nor what is out of scope."""

    def __init__(
        self, connection: sqlite3.Connection, cache: Cache, columns: Columns, scope: Scope = EVERYTHING
    ) -> None:
        self.connection = connection
        self.cache = cache
        self.scope = scope
        self.series = SqliteSeries(connection, cache, frozen=True)
        self._columns = columns

    @cached_property
    def revision(self) -> int:
        """The revision of the last change, in scope or not."""
        return int(self.connection.execute("SELECT value FROM meta WHERE name = 'revision'").fetchone()[0])

    def column(self, name: Hashable, read: Read) -> Column:
        """A fact of all runs by key, kept between questions under a name; `read` brings what is not known yet."""
        return self._columns.get(name, self.revision, self._changed_since, read)

    def _changed_since(self, revision: int) -> Sequence[int]:
        # Of the whole index: a run that was moved out of scope is to be forgotten.
        rows = self.connection.execute(
            "SELECT key FROM main.run WHERE revision > ? UNION ALL SELECT run FROM main.gone WHERE revision > ?",
            (revision, revision),
        )
        return [key for (key,) in rows]


class Readers:
    """May be shared by threads. Notices when the file was replaced."""

    def __init__(
        self,
        path: Path,
        cache: Cache,
        make: Callable[[], None],
        scope: Scope = EVERYTHING,
        max_bytes: int | None = None,
    ) -> None:
        """
        Args:
            path: of the database.
            cache: of all readers of it.
            make: sees to it that there is one.
            scope: what they show.
            max_bytes: of columns in memory; None for the usual.
        """
        self._path = path
        self._cache = cache
        self._make = make
        self._scope = scope
        self._new_columns: Callable[[], Columns] = Columns if max_bytes is None else lambda: Columns(max_bytes)
        self._columns = self._new_columns()
        self._identity: tuple[int, int] | None = None
        self._idle: list[sqlite3.Connection] = []
        # Guards `_idle`, `_identity` and `_columns`.
        self._pool = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Snapshot]:
        """A snapshot, for as long as the block lasts."""
        connection, opened, columns = self._take_connection()
        healthy = False
        try:
            connection.execute("BEGIN")
            yield Snapshot(connection, self._cache, columns, self._scope)
            connection.execute("COMMIT")
            healthy = True
        finally:
            if not healthy and connection.in_transaction:
                connection.rollback()
            with self._pool:
                # One on a file that was replaced meanwhile would show that file's runs for ever.
                if opened == self._identity and len(self._idle) < _MOST_IDLE:
                    self._idle.append(connection)
                else:
                    connection.close()

    def close(self) -> None:
        """Let go of all connections that nobody reads from. Idempotent; the next reading opens others."""
        with self._pool:
            for connection in self._idle:
                connection.close()
            self._idle.clear()

    def _take_connection(self) -> tuple[sqlite3.Connection, tuple[int, int] | None, Columns]:
        """A connection, the file that it is on, and the columns of that file."""
        present = database.identity(self._path)
        if present is None:
            self._make()
            present = database.identity(self._path)
        with self._pool:
            if present != self._identity:
                # The file was removed or replaced: open connections still see the old one.
                for connection in self._idle:
                    connection.close()
                self._idle.clear()
                self._cache.clear()
                self._columns = self._new_columns()
                self._identity = present
            columns = self._columns
            if self._idle:
                return self._idle.pop(), present, columns
        connection = database.connect(self._path)
        if not self._scope.is_everything:
            connection.executescript(views_of(self._scope))
        return connection, present, columns


def views_of(scope: Scope) -> str:
    """Statements that make the views which shadow tables on one connection."""
    run = f"({_lying(scope)}) AND {_among(scope)}"
    of_run = "EXISTS (SELECT 1 FROM main.run WHERE run.key = {table}.run AND {run})"
    here = within(scope)
    of_collection = "EXISTS (SELECT 1 FROM main.collection WHERE collection.id = version.collection AND {here})"
    of_view = "EXISTS (SELECT 1 FROM main.view_version AS last WHERE last.id = view.version AND {here})"
    of_chart = "run = 0 AND {here}"
    of_comment = (
        "EXISTS (SELECT 1 FROM main.comment WHERE comment.id = comment_word.comment AND comment.run = 0 AND {here})"
    )
    conditions = {
        "run": "{run}",
        **dict.fromkeys(("column_count", "view_version", "default_view", "collection", "sweep"), "{here}"),
        **dict.fromkeys(("kv", "series", "tag", "version_use", "file", "alert", "data", "defined", "edit"), of_run),
        "comment": f"({of_chart}) OR {of_run}",
        "comment_word": f"{of_run} OR (run = 0 AND {of_comment})",
        "version": of_collection,
        "view": of_view,
        # Nobody knows any more where it lay.
        "gone": "0",
        "moved": "0",
    }
    if scope.runs is not None:
        # Of artifacts what these runs made. What they took from elsewhere is theirs who made it.
        made = (
            "EXISTS (SELECT 1 FROM main.version_use JOIN main.run ON run.key = version_use.run"
            " WHERE version_use.role = 'logged' AND {of} AND {run})"
        )
        of_version = "version_use.version = version.id AND version_use.collection = version.collection"
        conditions["version"] = made.replace("{of}", of_version)
        conditions["collection"] = f"{{place}} AND {made.replace('{of}', 'version_use.collection = collection.id')}"
    if scope.for_guests:
        conditions |= dict.fromkeys(("comment", "comment_word", "edit"), "0")
        if scope.runs is None:
            conditions["column_count"] = "{here} AND place <> 'bin'"
    statements = [
        f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {condition.format(table=table, here=here, run=run, place=_lying(scope))};"
        for table, condition in conditions.items()
        if table != "column_count" or scope.runs is None
    ]
    if scope.runs is not None:
        statements.append(_COUNTED.format(run=run))
    return "\n".join(statements)


# Counts of columns are kept by project; of some runs they are counted when somebody asks.
_COUNTED = f"""
CREATE TEMP VIEW column_count AS
SELECT run.project, CASE WHEN binned_time IS NOT NULL THEN 'bin' WHEN archived THEN 'archived' ELSE 'active' END AS place, source, kv.key,
  count(*) AS runs, sum(kind BETWEEN {int(Kind.FLOAT)} AND {int(Kind.TRUTH)}) AS numbers, sum(kind >= {int(Kind.TEXT)}) AS texts
FROM main.run JOIN main.kv ON kv.run = run.key WHERE {{run}} GROUP BY 1, 2, 3, 4;
"""


def _among(scope: Scope) -> str:
    """The condition that a row of `run` is one of a scope, wherever it lies."""
    kept = "1" if scope.runs is None else f"run.id IN ({', '.join(map(_quoted, scope.runs))})"
    return f"{kept} AND binned_time IS NULL" if scope.for_guests else kept


def within(scope: Scope) -> str:
    """The condition that what lies in the column `project` is in a scope: nothing where it is of some runs alone, for that is shown with the whole
    project. Views take no parameters, so the paths are written out."""
    return _lying(scope) if scope.runs is None else "0"


def _lying(scope: Scope) -> str:
    """The condition that a column `project` lies in the projects of a scope."""
    if "" in scope.projects:
        return "1"
    tests = []
    for project in scope.projects:
        below, after = _quoted(f"{project}/"), _quoted(f"{project}0")
        tests.append(f"(project = {_quoted(project)} OR (project > {below} AND project < {after}))")
    # SQLite bounds how deep a condition may be, and a chain is as deep as it is long.
    while len(tests) > 1:
        tests = [f"({' OR '.join(tests[first : first + 8])})" for first in range(0, len(tests), 8)]
    return tests[0] if tests else "0"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
