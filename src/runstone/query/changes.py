"""What changed since a client last looked."""

from __future__ import annotations

from runstone.index.index import Snapshot
from runstone.index.readers import within
from runstone.query.answers.runs import Changes
from runstone.query.asking import question


@question
def revision(snapshot: Snapshot) -> int:
    """The revision of the last change."""
    return snapshot.revision


@question
def since(snapshot: Snapshot, revision: int) -> Changes:
    """The runs, views, collections of artifacts, sweeps and comments that changed, came or went after a revision, those that were moved out of sight among them.

    Revisions of an index that was made anew begin above all earlier ones, which is how an older client is told to ask again.
    """
    connection = snapshot.connection
    present = snapshot.revision
    (first,) = connection.execute("SELECT value FROM meta WHERE name = 'first_revision'").fetchone()
    if revision < first or revision > present or (not snapshot.scope.is_everything and _removed(snapshot, revision)):
        return Changes(present, [], [], reset=True)
    rows = connection.execute(
        "SELECT id, revision FROM run WHERE revision > ? UNION ALL SELECT id, revision FROM gone WHERE revision > ? ORDER BY 2",
        (revision, revision),
    )
    runs = [run for run, _ in rows] + _moved_away(snapshot, revision)
    views = connection.execute("SELECT id FROM view WHERE changed > ? ORDER BY changed", (revision,))
    collections = connection.execute("SELECT id FROM collection WHERE changed > ? ORDER BY changed", (revision,))
    sweeps = connection.execute("SELECT id FROM sweep WHERE changed > ? ORDER BY changed", (revision,))
    comments = connection.execute("SELECT id FROM comment WHERE changed > ? ORDER BY changed", (revision,))
    return Changes(
        present,
        runs,
        [view for (view,) in views],
        reset=False,
        collections=[collection for (collection,) in collections],
        sweeps=[sweep for (sweep,) in sweeps],
        comments=[comment for (comment,) in comments],
    )


def _moved_away(snapshot: Snapshot, revision: int) -> list[str]:
    """The runs that a scope showed, and shows no more. Of what they are by now nothing is told but that they went."""
    if snapshot.scope.is_everything:
        return []
    rows = snapshot.connection.execute(
        f"SELECT id FROM main.run WHERE key IN (SELECT run FROM main.moved WHERE revision > ? AND {within(snapshot.scope)})"
        " AND key NOT IN (SELECT key FROM run WHERE revision > ?)",
        (revision, revision),
    )
    return [run for (run,) in rows]


def _removed(snapshot: Snapshot, revision: int) -> bool:
    """Whether any run was removed after a revision: which ones a scope showed is not known any more."""
    found = snapshot.connection.execute("SELECT 1 FROM main.gone WHERE revision > ? LIMIT 1", (revision,))
    return found.fetchone() is not None
