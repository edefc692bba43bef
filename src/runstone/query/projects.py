"""Which projects there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from runstone.index.index import Snapshot
from runstone.query.answers.runs import Project
from runstone.query.asking import question


@question
def list_projects(snapshot: Snapshot) -> list[Project]:
    """The projects that hold runs themselves, be they archived or in the bin, by name."""
    found = snapshot.cache.get(
        ("projects", snapshot.scope, snapshot.revision), lambda: tuple(_projects(snapshot)), _bytes
    )
    return list(found)


@question
def without_runs(snapshot: Snapshot, projects: Iterable[str]) -> list[str]:
    """Those of these projects in which no run lies itself, wherever it is kept."""
    left = {project for (project,) in snapshot.connection.execute("SELECT DISTINCT project FROM run")}
    return [project for project in projects if project not in left]


def _bytes(projects: Sequence[Project]) -> int:
    return 500 * (1 + len(projects))


def _projects(snapshot: Snapshot) -> Iterator[Project]:
    active = "NOT archived AND binned_time IS NULL"
    rows = snapshot.connection.execute(
        f"SELECT project, sum({active}), sum({active} AND state IN ('running', 'preempting')),"
        " sum(archived AND binned_time IS NULL), count(binned_time), max(updated_time) FROM run GROUP BY project ORDER BY project"
    )
    return (Project(*row) for row in rows)


def within(project: str | None, recursive: bool, table: str = "run") -> tuple[str, list[str]]:
    """A condition on the `project` of a table, and its parameters: the project and, if recursive, what lies under it; all for None."""
    if not project:
        return "1", []
    if not recursive:
        return f"{table}.project = ?", [project]
    # `0` is the character after `/`: the range is what begins with `project/`, and walks an index.
    column = f"{table}.project"
    return f"({column} = ? OR ({column} > ? AND {column} < ?))", [project, f"{project}/", f"{project}0"]
