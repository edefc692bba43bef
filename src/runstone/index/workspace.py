"""The workspace: what people keep beside runs goes from the journals of the home into the index."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import zstandard

from runstone.index.comments import OF_CHARTS, add_words
from runstone.journal.reader import JournalReader
from runstone.model.errors import UNDECODABLE, DataFault
from runstone.model.home import JOURNAL_SUFFIX, WORKSPACE, Home
from runstone.model.records import Closed, CommentChanged, Commented, DefaultViewChosen, Opened, ViewRemoved, ViewSaved


class Workspace:
    """Takes in the journals of the home itself. The caller holds the indexer's lock and ends transactions."""

    def __init__(self, home: Home, connection: sqlite3.Connection, next_revision: Callable[[], int]) -> None:
        self._home = home
        self._connection = connection
        self._next_revision = next_revision

    def due(self) -> list[Path]:
        """The journals that have something new, in the order in which their writers began."""
        try:
            names = sorted(os.listdir(self._home.workspace_path))
        except (FileNotFoundError, PermissionError):
            return []
        known = {
            writer: -1 if closed else size_bytes
            for writer, size_bytes, closed in self._connection.execute(
                "SELECT writer, size_bytes, closed FROM workspace_journal"
            )
        }
        found = []
        for writer in (name.removesuffix(JOURNAL_SUFFIX) for name in names if name.endswith(JOURNAL_SUFFIX)):
            path = self._home.journal_path(WORKSPACE, writer)
            if known.get(writer) != -1 and path.stat().st_size != known.get(writer, 0):
                found.append(path)
        return found

    def take(self, path: Path) -> None:
        """Take in what is new in a journal."""
        row = self._connection.execute(
            "SELECT offset, author, closed FROM workspace_journal WHERE writer = ?", (path.stem,)
        ).fetchone()
        offset, author, closed = row or (0, "", 0)
        size_bytes = path.stat().st_size
        try:
            reader = JournalReader(path, offset)
            for piece in reader.pieces():
                for record in piece.records:
                    match record:
                        case Opened():
                            author = record.author
                        case Closed():
                            closed = 1
                        case ViewSaved():
                            self._save(record, path.stem, author)
                        case ViewRemoved():
                            self._remove(record, path.stem, author)
                        case DefaultViewChosen():
                            self._choose(record, path.stem)
                        case Commented() | CommentChanged():
                            add_words(self._connection, self._next_revision, OF_CHARTS, path.stem, author, [record])
                        case _:
                            pass
            offset = reader.offset
        except DataFault:
            pass  # `runstone doctor` tells of it
        self._connection.execute(
            "INSERT OR REPLACE INTO workspace_journal VALUES (?, ?, ?, ?, ?)",
            (path.stem, offset, size_bytes, author, closed),
        )

    def _save(self, record: ViewSaved, writer: str, author: str) -> None:
        try:
            msgspec.json.decode(record.document)
        except UNDECODABLE:
            return
        document = record.document.encode()
        self._add(record, writer, author, record.description, document)

    def _remove(self, record: ViewRemoved, writer: str, author: str) -> None:
        self._add(record, writer, author, "", None)

    def _add(
        self, record: ViewSaved | ViewRemoved, writer: str, author: str, description: str, document: bytes | None
    ) -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO view_version (view, revision, onto, time, writer, author, project, name, kind, description, size_bytes,"
            " document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(record.view, record.revision, record.onto, record.time, writer, author),
                *(record.project, record.name, record.kind, description),
                *(len(document or b""), zstandard.compress(document) if document is not None else None),
            ),
        )
        # The first and the last in time, in whatever order the journals are read.
        self._connection.execute(
            "INSERT OR REPLACE INTO view SELECT ?1, last.id, first.time, first.author, ?2 FROM"
            " (SELECT id FROM view_version WHERE view = ?1 ORDER BY time DESC, writer DESC, id DESC LIMIT 1) AS last,"
            " (SELECT time, author FROM view_version WHERE view = ?1 ORDER BY time, writer, id LIMIT 1) AS first",
            (record.view, self._next_revision()),
        )

    def _choose(self, record: DefaultViewChosen, writer: str) -> None:
        before = self._connection.execute(
            "SELECT view FROM default_view WHERE project = ?", (record.project,)
        ).fetchone()
        self._connection.execute(
            "INSERT INTO default_view VALUES (?, ?, ?, ?) ON CONFLICT (project) DO UPDATE SET view = excluded.view, time = excluded.time,"
            " writer = excluded.writer WHERE (excluded.time, excluded.writer) >= (time, writer)",
            (record.project, record.view, record.time, writer),
        )
        for view in {record.view, before[0] if before else ""} - {""}:
            self._connection.execute("UPDATE view SET changed = ? WHERE id = ?", (self._next_revision(), view))
