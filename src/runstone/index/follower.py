"""The follower: which journals are worth a look now, without a walk through a hundred thousand folders."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import NamedTuple

from runstone.index.liveness import Pulse
from runstone.index.sqlite_catalog import journal_of_row
from runstone.model.home import Home
from runstone.model.ids import from_file_name

SCAN_SECS = 30.0


class Due(NamedTuple):
    """What to look at. `folders` are runs to look at whole; `journals` are single files of runs that are known."""

    folders: set[str]
    journals: dict[str, list[Path]]
    removed: list[str]
    registry_offset: int


class Follower:
    """Learns of new writers from the registry, of what happened behind its back from a scan at the start and every 30 s, and looks at
    journals of living writers every time. That a bin was emptied shows at once."""

    def __init__(self, home: Home, pulse: Pulse) -> None:
        self._home = home
        self._pulse = pulse
        self._next_scan = 0.0
        self._waiting: set[str] = set()
        self._runs_mtime_ns = 0

    def due(self, connection: sqlite3.Connection, registry_offset: int) -> Due:
        """What is due now."""
        due = Due(set(), {}, [], registry_offset)
        due = self._tail_registry(due)
        if time.monotonic() >= self._next_scan:
            self._scan(connection, due)
            self._next_scan = time.monotonic() + SCAN_SECS
        else:
            self._find_emptied(connection, due)
        self._add_living(connection, due)
        # A folder that was announced before its journal had a byte is not known to the index: look until it is.
        due.folders.update(self._waiting)
        return due

    def wait_for(self, runs: set[str]) -> None:
        """These runs were announced but have nothing to show yet."""
        self._waiting = runs

    def scan_soon(self) -> None:
        """Scan at the next look."""
        self._next_scan = 0.0

    def _tail_registry(self, due: Due) -> Due:
        try:
            with open(self._home.registry_path, "rb") as file:
                size = os.fstat(file.fileno()).st_size
                # A registry that was written anew is shorter, or starts in the middle of a line: read all of it.
                offset = due.registry_offset if due.registry_offset <= size else 0
                file.seek(max(0, offset - 1))
                if offset and file.read(1) != b"\n":
                    offset = 0
                    file.seek(0)
                lines = file.read()
        except FileNotFoundError:
            return due._replace(registry_offset=0)
        whole = lines.rfind(b"\n") + 1
        for line in lines[:whole].split(b"\n"):
            fields = line.split(b"\t")
            if fields[0] == b"writer" and len(fields) == 3:
                run = _run_of(fields[1].decode("utf-8", "replace"))
                if run is not None:
                    due.folders.add(run)
        return due._replace(registry_offset=offset + whole)

    def _find_emptied(self, connection: sqlite3.Connection, due: Due) -> None:
        """Runs are removed from the bin, and the folder of runs changes with them: whoever emptied it sees it empty."""
        try:
            mtime_ns = self._home.runs_path.stat().st_mtime_ns
        except FileNotFoundError:
            return
        if mtime_ns == self._runs_mtime_ns:
            return
        self._runs_mtime_ns = mtime_ns
        binned = connection.execute("SELECT id FROM run WHERE binned_time IS NOT NULL")
        due.removed.extend(run for (run,) in binned if not self._home.run_path(run).exists())

    def _scan(self, connection: sqlite3.Connection, due: Due) -> None:
        known = dict(connection.execute("SELECT id, mtime_ns FROM folder").fetchall())
        try:
            with os.scandir(self._home.runs_path) as entries:
                for entry in entries:
                    run = _run_of(entry.name) if entry.is_dir() else None
                    if run is not None and known.pop(run, 0) != entry.stat().st_mtime_ns:
                        due.folders.add(run)
        except FileNotFoundError:
            pass
        due.removed.extend(known)
        # Writers of other hosts, or of other homes, that were silent for long may have come back.
        silent = connection.execute(
            "SELECT run.id AS id, journal.* FROM journal JOIN run ON run.key = journal.run WHERE NOT closed AND NOT alive AND NOT sealed"
        )
        for row in silent:
            known_journal = journal_of_row(row)
            path = self._home.journal_path(row["id"], known_journal.writer)
            if self._pulse.is_local(known_journal, path):
                continue
            if path.exists() and path.stat().st_size != known_journal.size_bytes:
                due.journals.setdefault(row["id"], []).append(path)

    def _add_living(self, connection: sqlite3.Connection, due: Due) -> None:
        living = connection.execute(
            "SELECT run.id, writer FROM journal JOIN run ON run.key = journal.run WHERE alive"
        ).fetchall()
        for run, writer in living:
            path = self._home.journal_path(run, writer)
            if path.exists():
                due.journals.setdefault(run, []).append(path)
            else:
                due.folders.add(run)


def _run_of(name: str) -> str | None:
    """The run whose folder has this name; None for a folder that is none of ours."""
    try:
        return from_file_name(name)
    except ValueError:
        return None
