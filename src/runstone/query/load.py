"""The question: how much does a home hold, and how far is its index behind; cheap enough to be asked every few seconds."""

from __future__ import annotations

from typing import NamedTuple

from runstone.index.index import Snapshot
from runstone.model.states import State
from runstone.query.asking import question


class Load(NamedTuple):
    """`journal_bytes` are of runs, `behind_bytes` those of them that the index does not have yet."""

    revision: int
    runs: int
    running: int
    journal_bytes: int
    behind_bytes: int
    index_bytes: int


@question
def is_recorded(snapshot: Snapshot) -> bool:
    """Whether anybody writes to a run now, as far as the index knows. Cheap, however many runs there are."""
    return snapshot.connection.execute("SELECT 1 FROM journal WHERE alive LIMIT 1").fetchone() is not None


@question
def measure(snapshot: Snapshot) -> Load:
    """The figures."""
    cursor = snapshot.connection.cursor()
    cursor.row_factory = None
    runs, running = cursor.execute("SELECT count(*), ifnull(sum(state = ?), 0) FROM run", (State.RUNNING,)).fetchone()
    journals, behind = cursor.execute(
        "SELECT ifnull(sum(size_bytes), 0), ifnull(sum(max(0, size_bytes - offset)), 0) FROM journal"
    ).fetchone()
    (pages,) = cursor.execute("PRAGMA page_count").fetchone()
    (page_bytes,) = cursor.execute("PRAGMA page_size").fetchone()
    return Load(snapshot.revision, runs, running, journals, behind, pages * page_bytes)
