"""Alerts of runs, the newest first."""

from __future__ import annotations

from runstone.index.index import Snapshot
from runstone.model.errors import BadQuery
from runstone.query import runs
from runstone.query.answers.alerts import Alert, AlertsPage
from runstone.query.asking import question

# Alerts of runs in the bin are no longer anybody's concern.
_PAGE = """
SELECT alert.id, run.id AS run, run.display_id, run.name, run.project, alert.time, level, title, text, rule, step
FROM alert JOIN run ON run.key = alert.run
WHERE run.binned_time IS NULL AND (:run IS NULL OR run.id = :run)
  AND (:project IS NULL OR run.project = :project OR run.project LIKE :below ESCAPE '\\')
  AND (:time IS NULL OR (alert.time, alert.id) < (:time, :id)) AND (:after IS NULL OR alert.time > :after)
ORDER BY alert.time DESC, alert.id DESC LIMIT :limit
"""


@question
def list_alerts(
    snapshot: Snapshot,
    run: str | None = None,
    project: str | None = None,
    after: int | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> AlertsPage:
    """A page of alerts.

    Args:
        run: only of this run: its id, display id or number.
        project: only of runs in this project and below it.
        after: only later ones than this time.
        limit: at most so many.
        cursor: of the page before.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: the cursor is none that this question gave out.
    """
    time, number = _place(cursor)
    below = None if project is None else f"{_literal(project)}/%"
    of_run = runs.find(snapshot, run) if run is not None else None
    place = {"time": time, "id": number, "after": after, "limit": limit + 1}
    rows = snapshot.connection.execute(_PAGE, {"run": of_run, "project": project, "below": below, **place}).fetchall()
    found = [Alert(*row) for row in rows[:limit]]
    more = f"{found[-1].time}.{found[-1].id}" if len(rows) > limit and found else None
    return AlertsPage(found, more)


def _place(cursor: str | None) -> tuple[int | None, int | None]:
    if cursor is None:
        return None, None
    time, _, number = cursor.partition(".")
    if not (time.isascii() and time.isdecimal() and number.isascii() and number.isdecimal() and len(cursor) < 40):
        raise BadQuery(f"{cursor!r} is no cursor of this question. Ask without one to begin at the start.")
    return min(int(time), (1 << 63) - 1), min(int(number), (1 << 63) - 1)


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
