"""The stat cache: which file was which entry when somebody last read it, so that an unchanged tree is not read again.

It lies on the machine beside the index, is a cache in every respect, and may be deleted at any time.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from pathlib import Path

import msgspec

from runstone.artifacts.manifest import Entry
from runstone.model.home import Home
from runstone.model.place import place

FILE_NAME = "files.db"

# A file that changed so shortly before it was read may change again without getting another time: some file systems count in whole seconds.
_YOUNG_NS = 2_000_000_000
_COMMIT_SECS = 1.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
  path TEXT PRIMARY KEY,
  signature TEXT NOT NULL,
  entry BLOB NOT NULL
) WITHOUT ROWID;
"""


def signature(facts: os.stat_result) -> str:
    """What changes when a file does."""
    return f"{facts.st_dev}.{facts.st_ino}.{facts.st_size}.{facts.st_mtime_ns}.{facts.st_ctime_ns}"


class StatCache:
    """The cache of one home on this machine. May be shared by threads, and by processes. One that cannot be opened knows nothing."""

    def __init__(self, home: Home) -> None:
        self._lock = threading.Lock()  # guards the connection and what waits to be committed
        self._connection = _connect(place(home))
        self._committed = time.monotonic()

    def get(self, path: str, facts: os.stat_result) -> Entry | None:
        """The entry of a file, if it is as it was; None if it must be read."""
        if self._connection is None:
            return None
        with self._lock:
            row = self._connection.execute(
                "SELECT entry FROM file WHERE path = ? AND signature = ?", (path, signature(facts))
            ).fetchone()
        return msgspec.msgpack.decode(row[0], type=Entry) if row else None

    def put(self, path: str, facts: os.stat_result, read_ns: int, entry: Entry) -> None:
        """Remember a file that was read whole.

        Args:
            path: absolute.
            facts: of the open file, the same before and after it was read.
            read_ns: when reading began, in nanoseconds since the epoch.
            entry: what it is.
        """
        if self._connection is None or max(facts.st_mtime_ns, facts.st_ctime_ns) > read_ns - _YOUNG_NS:
            return
        with self._lock:
            try:
                self._connection.execute(
                    "INSERT OR REPLACE INTO file VALUES (?, ?, ?)",
                    (path, signature(facts), msgspec.msgpack.encode(entry)),
                )
                if time.monotonic() - self._committed > _COMMIT_SECS:
                    self._connection.commit()
                    self._committed = time.monotonic()
            except sqlite3.Error:  # a cache that cannot be written is none
                self._connection.rollback()

    def close(self) -> None:
        """Keep what was put. Idempotent."""
        with self._lock:
            if self._connection is not None:
                try:
                    self._connection.commit()
                except sqlite3.Error:
                    self._connection.rollback()
                self._connection.close()
                self._connection = None


def _connect(folder: Path) -> sqlite3.Connection | None:
    path = folder / FILE_NAME
    for _ in range(2):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=10.0, check_same_thread=False)
        except (OSError, sqlite3.Error):
            return None
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_SCHEMA)
        except sqlite3.DatabaseError:
            connection.close()
            path.unlink(missing_ok=True)
        else:
            return connection
    return None
