"""What changed since a client last looked."""

from __future__ import annotations

from runstone.index.index import Snapshot
from runstone.query.answers.runs import Changes
from runstone.query.asking import question


@question
def revision(snapshot: Snapshot) -> int:
    """The revision of the last change."""
    return snapshot.revision


@question
def since(snapshot: Snapshot, revision: int) -> Changes:
    """The runs, views, collections of artifacts, sweeps and comments that changed, came or went after a revision.

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
    views = connection.execute("SELECT id FROM view WHERE changed > ? ORDER BY changed", (revision,))
    collections = connection.execute("SELECT id FROM collection WHERE changed > ? ORDER BY changed", (revision,))
    sweeps = connection.execute("SELECT id FROM sweep WHERE changed > ? ORDER BY changed", (revision,))
    comments = connection.execute("SELECT id FROM comment WHERE changed > ? ORDER BY changed", (revision,))
    return Changes(
        present,
        [run for run, _ in rows],
        [view for (view,) in views],
        reset=False,
        collections=[collection for (collection,) in collections],
        sweeps=[sweep for (sweep,) in sweeps],
        comments=[comment for (comment,) in comments],
    )


def _removed(snapshot: Snapshot, revision: int) -> bool:
    """Whether any run was removed after a revision: which ones a scope showed is not known any more."""
    found = snapshot.connection.execute("SELECT 1 FROM main.gone WHERE revision > ? LIMIT 1", (revision,))
    return found.fetchone() is not None
