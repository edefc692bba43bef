"""Runs as a table: a row each, a column for each fact and each flat key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from runstone.api.columns import Blend, Column, Kind, column
from runstone.model.values import flatten
from runstone.query.answers.runs import Run

FACTS: dict[str, Kind] = {
    "id": "text",
    "display_id": "text",
    "number": "int",
    "name": "text",
    "project": "text",
    "state": "text",
    "created_time": "time",
    "ended_time": "time",
    "silent_time": "time",
    "updated_time": "time",
    "duration_secs": "float",
    "tags": "texts",
    "group": "text",
    "job_type": "text",
    "notes": "text",
    "host": "text",
    "exit_code": "int",
    "parent": "text",
    "parent_step": "int",
    "colour": "text",
    "starred": "bool",
    "archived": "bool",
    "binned_time": "time",
}
"""What every run has."""


class Header:
    """The columns of a table: those of FACTS, then config, then summary, by name."""

    def __init__(self) -> None:
        self._config: dict[str, Blend] = {}
        self._summary: dict[str, Blend] = {}

    def see(self, run: Run) -> None:
        """Take a run into account."""
        for blends, values in ((self._config, run.config), (self._summary, run.summary)):
            for key, value in flatten(values).items():
                blends.setdefault(key, Blend()).see(value)

    @property
    def kinds(self) -> dict[str, Kind]:
        """What each column holds."""
        found = dict(FACTS)
        for source, blends in (("config", self._config), ("summary", self._summary)):
            found.update({f"{source}.{key}": blends[key].kind for key in sorted(blends)})
        return found


def row(run: Run) -> dict[str, Any]:
    """A run as a row; what it has not is not in it."""
    found: dict[str, Any] = {
        name: getattr(run, name) for name in FACTS if name not in ("state", "parent", "parent_step")
    }
    found["state"] = str(run.state)
    if run.parent is not None:
        found["parent"], found["parent_step"] = run.parent.id, run.parent.step
    found.update((f"config.{key}", value) for key, value in flatten(run.config).items())
    found.update((f"summary.{key}", value) for key, value in flatten(run.summary).items())
    return found


def table(runs: Iterable[Run]) -> dict[str, Column]:
    """Runs as columns."""
    header = Header()
    rows = []
    for run in runs:
        header.see(run)
        rows.append(row(run))
    return {name: column(kind, [found.get(name) for found in rows]) for name, kind in header.kinds.items()}
