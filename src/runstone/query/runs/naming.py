"""Runs by the names that people call them: id, display id or number."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import msgspec

from runstone.index.index import Snapshot
from runstone.model.errors import RunNotFound
from runstone.query.asking import question


@question
def find(snapshot: Snapshot, name: str) -> str:
    """The id of a run by its id, display id or number.

    Raises:
        RunNotFound: no run has that name.
    """
    connection = snapshot.connection
    row = connection.execute("SELECT id FROM run WHERE id = ?", (name,)).fetchone()
    row = row or connection.execute("SELECT id FROM run WHERE display_id = ? ORDER BY key", (name.upper(),)).fetchone()
    if row is None and name.isdecimal() and int(name) > 0 and len(name) < 19:
        row = connection.execute("SELECT id FROM run WHERE number = ? ORDER BY key", (int(name),)).fetchone()
    if row is not None:
        return str(row["id"])
    rows = connection.execute("SELECT id, display_id, name FROM run ORDER BY created_time DESC LIMIT 5000")
    known = {word.lower(): row["id"] for row in rows for word in row}
    close = difflib.get_close_matches(name.lower(), known, n=3)
    hint = f" Did you mean {' or '.join(dict.fromkeys(known[word] for word in close))}?" if close else ""
    raise RunNotFound(f'No run "{name}" in this home.{hint} `runstone ls` lists the runs.')


@question
def find_all(snapshot: Snapshot, names: Sequence[str]) -> list[str]:
    """The ids of runs by their ids, display ids or numbers, in one query for all that are ids.

    Raises:
        RunNotFound: no run has that name.
    """
    rows = snapshot.connection.execute(
        "SELECT id FROM run WHERE id IN (SELECT value FROM json_each(?))", (msgspec.json.encode(list(names)).decode(),)
    )
    known = {run for (run,) in rows}
    return [name if name in known else find(snapshot, name) for name in names]
