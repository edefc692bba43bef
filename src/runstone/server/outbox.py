"""The outbox: what is to be told to other programs and people, kept in a file until it was told, so that a restart neither forgets nor repeats it."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

LOG = logging.getLogger("runstone.server")

Deliver = Callable[[dict[str, Any]], None]
"""Brings a document to where it is to go. Raises OSError or ValueError if it did not arrive."""

# Who takes a letter has so long to deliver it, before another server of the home takes it.
_CLAIM_SECS = 60.0
_FIRST_PAUSE_SECS = 1.0
_LONGEST_PAUSE_SECS = 600.0
_MOST_TRIES = 100
_KEPT_SECS = 30 * 86400.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS letter (
  key TEXT NOT NULL,                -- what it tells of: the same for the same news
  target TEXT NOT NULL,             -- where it goes
  body TEXT NOT NULL,               -- JSON
  due_time REAL NOT NULL,           -- seconds since the epoch
  tries INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,  -- delivered, or given up
  PRIMARY KEY (key, target)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (run TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS since (time INTEGER NOT NULL);
"""


class News(NamedTuple):
    """Something to tell. `key` names it for ever, `target` is where it goes."""

    key: str
    target: str
    body: dict[str, Any]


class Outbox:
    """Keeps news and delivers them by a thread of its own, each once, with pauses that double after each failure. Several servers of one home may
    share the file. Who was killed between delivering and noting it delivers once more; the `key` in the body tells."""

    def __init__(self, path: Path, targets: Mapping[str, Deliver], first_pause_secs: float = _FIRST_PAUSE_SECS) -> None:
        """
        Args:
            path: of the file; only its owner may read it.
            targets: how to deliver, by the names of targets. What is for others is left alone.
            first_pause_secs: before the second try.
        """
        self._path = path
        self._targets = targets
        self._first_pause_secs = first_pause_secs
        self._stop = threading.Event()
        self._due = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to deliver."""
        self._thread = threading.Thread(target=self._work, name="runstone-outbox", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Deliver no more; what was not delivered stays for the next start. Waits for a delivery that is under way."""
        self._stop.set()
        self._due.set()
        if self._thread is not None:
            self._thread.join()

    @contextmanager
    def noting(self) -> Iterator[sqlite3.Connection]:
        """A transaction of its own on the file; `seen` and `since` are the caller's.

        Raises:
            sqlite3.Error: the file cannot be written.
        """
        connection = self._open()
        try:
            connection.execute("BEGIN IMMEDIATE")
            with connection:  # what a return leaves is committed, too
                yield connection
        finally:
            connection.close()

    def put(self, connection: sqlite3.Connection, news: Iterable[News]) -> None:
        """Take news on their way within a transaction of `noting`; what was put before is passed over."""
        connection.executemany(
            "INSERT OR IGNORE INTO letter (key, target, body, due_time) VALUES (?, ?, ?, ?)",
            [(each.key, each.target, msgspec.json.encode(each.body).decode(), time.time()) for each in news],
        )

    def hurry(self) -> None:
        """Something may be due: look now."""
        self._due.set()

    def _open(self) -> sqlite3.Connection:
        if not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        connection = sqlite3.connect(self._path, timeout=10.0, isolation_level=None)
        connection.executescript(_SCHEMA)
        return connection

    def _work(self) -> None:
        while not self._stop.is_set():
            self._due.clear()
            pause_secs = 60.0
            try:
                pause_secs = self._deliver_due()
            except sqlite3.Error as error:
                LOG.warning("%s cannot be used (%s): what is to be told waits", self._path, error)
            self._due.wait(pause_secs)

    def _deliver_due(self) -> float:
        """Deliver what is due; in how many seconds the next is."""
        connection = self._open()
        try:
            while not self._stop.is_set():
                now = time.time()
                row = connection.execute(
                    "SELECT key, target, body, due_time, tries FROM letter WHERE NOT done AND target IN (SELECT value FROM json_each(?))"
                    " ORDER BY due_time LIMIT 1",
                    (msgspec.json.encode(list(self._targets)).decode(),),
                ).fetchone()
                if row is None:
                    return 60.0
                key, target, body, due_time, tries = row
                if due_time > now:
                    return float(due_time - now)
                claimed = connection.execute(
                    "UPDATE letter SET due_time = ? WHERE key = ? AND target = ? AND due_time = ? AND NOT done",
                    (now + _CLAIM_SECS, key, target, due_time),
                )
                if claimed.rowcount:
                    self._try(connection, key, target, msgspec.json.decode(body), tries + 1)
            return 0.0
        finally:
            connection.close()

    def _try(self, connection: sqlite3.Connection, key: str, target: str, body: dict[str, Any], tries: int) -> None:
        pause_secs = min(self._first_pause_secs * 2 ** min(tries - 1, 30), _LONGEST_PAUSE_SECS)
        done = False
        try:
            self._targets[target](body)
            done = True
        except (OSError, ValueError) as error:
            done = tries >= _MOST_TRIES
            how_on = "It is given up" if done else f"The next try is in {pause_secs:g} s"
            LOG.warning("Nobody took what is to be told by %s (%s). %s", target.partition(" ")[0], error, how_on)
        connection.execute(
            "UPDATE letter SET done = ?, tries = ?, due_time = ? WHERE key = ? AND target = ?",
            (done, tries, time.time() + pause_secs, key, target),
        )
        connection.execute("DELETE FROM letter WHERE done AND due_time < ?", (time.time() - _KEPT_SECS,))
