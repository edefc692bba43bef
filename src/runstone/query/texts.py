"""String series."""

from __future__ import annotations

from runstone.index.index import Snapshot
from runstone.model.errors import BadQuery
from runstone.query import lineage, runs
from runstone.query.answers.texts import TextPoint, TextsPage
from runstone.query.asking import question

_ALL = 1 << 62


@question
def page(
    snapshot: Snapshot, run: str, key: str | None = None, limit: int = _ALL, cursor: str | None = None
) -> TextsPage:
    """The texts of a run, inherited ones too, by key and step.

    Args:
        run: id, display id or number.
        key: only this string series; None for all.
        limit: how many texts at most.
        cursor: `next_cursor` of the page before.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: the cursor is none that this question gave out.
    """
    first = _parse(cursor) if cursor is not None else None
    found: dict[tuple[str, int], TextPoint] = {}
    for branch in lineage.branches(snapshot, runs.find(snapshot, run)):
        # The first places of the union are among the first places of each.
        rows = snapshot.connection.execute(
            "SELECT key, step, time, text FROM text WHERE run = ?1 AND branch = ?2"
            " AND (?3 IS NULL OR step <= ?3) AND (?4 IS NULL OR key = ?4) AND (?5 IS NULL OR (key, step) >= (?5, ?6))"
            " ORDER BY key, step LIMIT ?7",
            (branch.run, branch.branch, branch.last_step, key, *(first or (None, None)), limit + 1),
        )
        for row in rows:
            known = found.get((row["key"], row["step"]))
            if known is None or known.time < row["time"]:
                found[row["key"], row["step"]] = TextPoint(**dict(row))
    places = sorted(found)
    next_cursor = f"{places[limit][1]}:{places[limit][0]}" if len(places) > limit else None
    return TextsPage([found[place] for place in places[:limit]], next_cursor)


def _parse(cursor: str) -> tuple[str, int]:
    step, _, key = cursor.partition(":")
    try:
        return key, int(step)
    except ValueError as error:
        raise BadQuery(f"{cursor!r} is no cursor of this question. Ask without one to begin at the start.") from error
