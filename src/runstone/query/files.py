"""Files that were saved with runs."""

from __future__ import annotations

from runstone.index.index import Snapshot
from runstone.query import runs
from runstone.query.answers.runs import SavedFile
from runstone.query.asking import question


@question
def list_files(snapshot: Snapshot, run: str) -> list[SavedFile]:
    """The files of a run as they were saved last, by path.

    Raises:
        RunNotFound: there is no such run.
    """
    rows = snapshot.connection.execute(
        "SELECT path, time, sha256, size_bytes, mime, policy FROM file"
        " WHERE run = (SELECT key FROM run WHERE id = ?) ORDER BY path",
        (runs.find(snapshot, run),),
    )
    return [SavedFile(*row) for row in rows]
