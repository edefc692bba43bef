"""String series."""

from __future__ import annotations

from runstone.index.index import Snapshot
from runstone.query import lineage, runs
from runstone.query.answers import TextPoint
from runstone.query.asking import question


@question
def read(snapshot: Snapshot, run: str, key: str | None = None) -> list[TextPoint]:
    """The texts of a run, inherited ones too, by key and step; of one key only if it is given."""
    found: dict[tuple[str, int], TextPoint] = {}
    for branch in lineage.branches(snapshot, runs.find(snapshot, run)):
        rows = snapshot.connection.execute(
            "SELECT key, step, time, text FROM text WHERE run = ? AND branch = ?"
            " AND (?3 IS NULL OR step <= ?3) AND (?4 IS NULL OR key = ?4)",
            (branch.run, branch.branch, branch.last_step, key),
        )
        for row in rows:
            known = found.get((row["key"], row["step"]))
            if known is None or known.time < row["time"]:
                found[row["key"], row["step"]] = TextPoint(**dict(row))
    return [found[place] for place in sorted(found)]
