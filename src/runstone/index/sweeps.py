"""Sweeps: which there are, and when each changed. What they say is read from their journals, which are short, by whoever asks."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

import msgspec

from runstone.model.errors import DataFault
from runstone.model.home import JOURNAL_SUFFIX, Home
from runstone.model.home import Sweeps as Folders
from runstone.sweeps.sweep import Sweep


class Sweeps:
    """Takes in the sweeps of one home. The caller holds the indexer's lock and ends transactions."""

    def __init__(self, home: Home, connection: sqlite3.Connection, next_revision: Callable[[], int]) -> None:
        self._home = home
        self._folders = Folders(home)
        self._connection = connection
        self._next_revision = next_revision

    def due(self) -> list[str]:
        """The sweeps that have something new, and those that are gone."""
        known: dict[str, dict[str, int]] = {}
        for sweep, writer, size_bytes in self._connection.execute("SELECT * FROM sweep_journal"):
            known.setdefault(sweep, {})[writer] = size_bytes
        found = self._folders.run_ids()
        changed = [sweep for sweep in found if self._sizes(sweep) != known.get(sweep, {})]
        return changed + [sweep for sweep in known if sweep not in set(found)]

    def take(self, sweep: str) -> None:
        """Bring one sweep up to date."""
        sizes = self._sizes(sweep)
        self._connection.execute("DELETE FROM sweep_journal WHERE sweep = ?", (sweep,))
        self._connection.executemany(
            "INSERT INTO sweep_journal VALUES (?, ?, ?)",
            [(sweep, writer, size_bytes) for writer, size_bytes in sizes.items()],
        )
        try:
            began = Sweep(self._home, sweep).facts().began
        except (DataFault, msgspec.MsgspecError, FileNotFoundError):
            return  # `runstone doctor` tells of it, and what is known stays
        if began is None:
            self._connection.execute("DELETE FROM sweep WHERE id = ?", (sweep,))
            self._next_revision()
            return
        self._connection.execute(
            "INSERT OR REPLACE INTO sweep VALUES (?, ?, ?, ?)",
            (sweep, began.project, began.time, self._next_revision()),
        )

    def _sizes(self, sweep: str) -> dict[str, int]:
        """How long each journal is."""
        try:
            with os.scandir(self._folders.run_path(sweep)) as entries:
                return {
                    entry.name.removesuffix(JOURNAL_SUFFIX): entry.stat().st_size
                    for entry in entries
                    if entry.name.endswith(JOURNAL_SUFFIX)
                }
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            return {}
