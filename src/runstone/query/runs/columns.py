"""The columns that runs have: the flat keys of their config and summary."""

from __future__ import annotations

from typing import Literal

from runstone.index.catalog import CONFIG, SUMMARY
from runstone.index.index import Snapshot
from runstone.query.answers.columns import Column, Columns
from runstone.query.asking import question
from runstone.query.projects import within
from runstone.query.selection import Place


@question
def columns(snapshot: Snapshot, project: str | None = None, recursive: bool = True, place: Place = "active") -> Columns:
    """The flat keys of config and summary that the runs of a project in some place have, by name."""
    condition, parameters = within(project, recursive, table="column_count")
    if place != "all":
        condition, parameters = f"{condition} AND place = ?", [*parameters, place]
    rows = snapshot.connection.execute(
        "SELECT source, name.name, sum(runs), sum(numbers), sum(texts) FROM column_count JOIN name ON name.id = key"
        f" WHERE {condition} GROUP BY source, key HAVING sum(runs) > 0 ORDER BY name.name",
        parameters,
    )
    found: dict[int, list[Column]] = {CONFIG: [], SUMMARY: []}
    for source, name, runs, numbers, texts in rows:
        if source in found:
            found[source].append(Column(name, runs, kind_of(numbers, texts)))
    return Columns(found[CONFIG], found[SUMMARY], _primary_metrics(snapshot, project, recursive))


def _primary_metrics(snapshot: Snapshot, project: str | None, recursive: bool) -> list[str]:
    condition, parameters = within(project, recursive)
    # A view has no index of its own; SQLite finds one for it.
    by = "INDEXED BY run_primary" if snapshot.scope.is_everything else ""
    rows = snapshot.connection.execute(
        f"SELECT DISTINCT primary_metric FROM run {by} WHERE primary_metric IS NOT NULL AND {condition} ORDER BY primary_metric",
        parameters,
    )
    return [name for (name,) in rows if name]


def kind_of(numbers: int, texts: int) -> Literal["number", "text", "mixed"]:
    """What a column is that has so many numbers and texts."""
    return "mixed" if numbers and texts else "text" if texts else "number"
