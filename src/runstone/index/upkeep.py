"""Upkeep: journals of runs that ended are sealed, a while after they did."""

from __future__ import annotations

import sqlite3
import time

from runstone.index.liveness import Pulse
from runstone.index.sqlite_catalog import journal_of_row
from runstone.journal import lock, seal
from runstone.model.errors import JournalDamaged
from runstone.model.home import Home

SEAL_AFTER_SECS = 600.0

# A sealed file of less than this would hardly be smaller than the journal, and takes a block of the disk either way.
_LEAST_BYTES = 8192


def seal_old(home: Home, connection: sqlite3.Connection, pulse: Pulse, deadline: float) -> bool:
    """Seal journals whose run ended more than ten minutes ago and whose writers are gone, until the deadline.

    Returns:
        Whether there are more.
    """
    before = int((time.time() - SEAL_AFTER_SECS) * 1e6)
    rows = connection.execute(
        "SELECT run.id AS id, journal.* FROM journal JOIN run ON run.key = journal.run"
        " WHERE NOT journal.sealed AND NOT alive AND last_time < ? AND size_bytes >= ? AND run.ended_time < ?"
        " AND NOT EXISTS (SELECT 1 FROM journal AS other WHERE other.run = run.key AND other.alive)",
        (before, _LEAST_BYTES, before),
    ).fetchall()
    for row in rows:
        if time.monotonic() > deadline:
            return True
        entry = journal_of_row(row)
        path = home.journal_path(row["id"], entry.writer)
        # A silent writer of another host may live; one that is closed, or died here, does not come back.
        if not (entry.closed or pulse.is_local(entry, path)) or not path.exists() or lock.is_held(path):
            continue
        try:
            seal.seal(path)
        except (JournalDamaged, OSError):
            continue  # the journal stays as it is, and is as good
        connection.execute("UPDATE journal SET sealed = 1 WHERE run = ? AND writer = ?", (row["run"], entry.writer))
    return False
