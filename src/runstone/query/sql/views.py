"""The views: a read-only connection to the index on which the tables of `tables.py` can be asked."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import re2

from runstone.index.codec import IndexDamaged
from runstone.index.index import Index, Snapshot
from runstone.query import lineage
from runstone.query.sql import functions
from runstone.query.sql.functions import Functions
from runstone.query.sql.tables import TABLES

# msgpack of [[0, nil]]: the first branch, all of it.
_PLAIN = b"\x91\x92\x00\xc0"

_SHOWN = """
CREATE TEMP TABLE shown (
  run INTEGER NOT NULL,             -- a run
  rank INTEGER NOT NULL,            -- 0 for the branch that is nearest to it
  source INTEGER NOT NULL,          -- the run that the branch belongs to
  branch INTEGER NOT NULL,
  last_step INTEGER,                -- the last step that is shown of it; NULL: all of it
  plain INTEGER NOT NULL,           -- whether it is all that the run shows
  PRIMARY KEY (run, rank)
) WITHOUT ROWID
"""
_NEED_LINEAGE = frozenset({"metrics", "points", "texts", "stages", "media"})


class Views:
    """An open connection. `functions` reads what its views cannot; `fault` is what went wrong in one of them, which SQLite does not tell."""

    def __init__(self, connection: sqlite3.Connection, snapshot: Snapshot) -> None:
        self.connection = connection
        self.functions = Functions(snapshot)
        self.fault: Exception | None = None
        self._snapshot = snapshot
        found = self.functions
        for name, count, function in (
            ("rs_chunks", 5, found.chunks),
            ("rs_open", 1, found.open),
            ("rs_step", 2, found.step),
            ("rs_time", 2, found.time),
            ("rs_value", 2, found.value),
            ("rs_figure", 3, found.figure),
            ("rs_line", 3, found.line),
            ("rs_fact", 3, found.fact),
            ("rs_lines", 1, functions.lines),
            ("rs_json", 1, functions.json),
            ("regexp", 2, functions.regexp),
        ):
            connection.create_function(name, count, self._watched(function), deterministic=True)

    def make(self, tables: set[str]) -> None:
        """Make the views; `tables` are those that will be asked."""
        self.connection.execute(_SHOWN)
        if tables & _NEED_LINEAGE:
            self._fill_shown()
        for table in TABLES:
            self.connection.execute(f"CREATE TEMP VIEW {table.name} AS {table.select}")

    def _fill_shown(self) -> None:
        plain = "parent_id IS NULL AND lineage_doc = ?"
        self.connection.execute(f"INSERT INTO shown SELECT key, 0, key, 0, NULL, 1 FROM run WHERE {plain}", (_PLAIN,))
        others = self.connection.execute(f"SELECT key, id FROM run WHERE NOT ({plain})", (_PLAIN,)).fetchall()
        for key, run in others:
            self.connection.executemany(
                "INSERT INTO shown VALUES (?, ?, ?, ?, ?, 0)",
                [
                    (key, rank, branch.run, branch.branch, branch.last_step)
                    for rank, branch in enumerate(lineage.branches(self._snapshot, run))
                ],
            )
        self.connection.execute("CREATE INDEX shown_source ON shown (source, branch)")

    def _watched(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            try:
                return function(*arguments)
            except (sqlite3.Error, IndexDamaged, re2.error, UnicodeError) as error:
                self.fault = error
                raise

        return call


@contextmanager
def views(index: Index) -> Iterator[Views]:
    """Views on one state of an index."""
    with index.read() as snapshot:
        (path,) = (row["file"] for row in snapshot.connection.execute("PRAGMA database_list") if row["name"] == "main")
        connection = sqlite3.connect(
            f"{Path(path).as_uri()}?mode=ro", uri=True, timeout=10.0, isolation_level=None, check_same_thread=False
        )
        with closing(connection):
            # What a query sorts may be larger than the memory.
            connection.execute("PRAGMA temp_store = FILE")
            connection.execute("BEGIN")
            yield Views(connection, snapshot)


def mentioned(text: str) -> set[str]:
    """The tables that a query may be about: those whose names stand in it."""
    words = {word.lower() for word in re.findall(r"\w+", text)}
    return {table.name for table in TABLES if table.name in words}
