"""Sweeps: which there are, and when each changed. What they say is read from their journals, which are short, by whoever asks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import msgspec

from runstone.index.ledger_journals import LedgerJournals
from runstone.model.errors import DataFault
from runstone.model.home import Home
from runstone.model.home import Sweeps as Folders
from runstone.sweeps.sweep import Sweep


class Sweeps:
    """Takes in the sweeps of one home. The caller holds the indexer's lock and ends transactions."""

    def __init__(self, home: Home, connection: sqlite3.Connection, next_revision: Callable[[], int]) -> None:
        self._home = home
        self._connection = connection
        self._next_revision = next_revision
        self._journals = LedgerJournals(Folders(home), connection, "sweep_journal", "sweep")

    def due(self) -> list[str]:
        """The sweeps that have something new, and those that are gone."""
        return self._journals.due()

    def take(self, sweep: str) -> None:
        """Bring one sweep up to date."""
        self._journals.note(sweep)
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
