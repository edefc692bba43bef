"""What lies in the bin."""

from __future__ import annotations

from typing import NamedTuple

from runstone.index.index import Snapshot
from runstone.index.sqlite_catalog import journal_of_row
from runstone.query.asking import question
from runstone.query.projects import within


class BinnedRun(NamedTuple):
    """A run in the bin: whether somebody records it, and the display id of a fork outside the bin that shows its points."""

    id: str
    display_id: str
    is_written: bool
    fork: str | None


@question
def binned(snapshot: Snapshot, project: str | None, before: int) -> list[BinnedRun]:
    """The runs of a project and those under it, or of all for None, that were put into the bin before a time."""
    condition, parameters = within(project, recursive=True)
    rows = snapshot.connection.execute(
        "SELECT key, id, display_id, (SELECT display_id FROM main.run AS fork WHERE fork.parent_id = run.id AND fork.binned_time IS NULL LIMIT 1)"
        f" FROM run WHERE binned_time <= ? AND {condition} ORDER BY key",
        (before, *parameters),
    ).fetchall()
    return [BinnedRun(run, display_id, _is_written(snapshot, key), fork) for key, run, display_id, fork in rows]


def _is_written(snapshot: Snapshot, key: int) -> bool:
    rows = snapshot.connection.execute("SELECT * FROM journal WHERE run = ? AND alive", (key,))
    return any(entry.opened is None or entry.opened.role != "editor" for entry in map(journal_of_row, rows))
