"""Writes runs as the SDK would, with nothing but the journal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.home import Home
from runstone.model.records import Record, Rewound, Started, StateChanged
from runstone.model.states import State


class Recorder:
    """A run as the SDK would write it, without the SDK."""

    def __init__(self, home: Home, run: str, *, start: bool = True, branch: int = 0, **facts: Any) -> None:
        self.home = home
        self.run = run
        self.writer = JournalWriter(home, run, branch=branch, role=facts.pop("role", "primary"))
        if start:
            project = facts.pop("project", "demo/mlp")
            entry = Registry(home).enter(run, project)
            facts.setdefault("name", run)
            self.event(Started, number=entry.number, display_id=entry.display_id, project=project, **facts)
        Registry(home).ring(run, self.writer.writer)

    @property
    def path(self) -> Path:
        """The journal."""
        return self.home.journal_path(self.run, self.writer.writer)

    def event(self, kind: type[Record], /, **fields: Any) -> None:
        """Append a record."""
        self.writer.event(kind(time=self.writer.now(), **fields))

    def log(self, values: Mapping[str, float], step: int) -> None:
        """Append a row."""
        self.writer.row(self.writer.layout(tuple(values)), step, values.values())

    def finish(self, state: State = State.FINISHED, **fields: Any) -> None:
        """End the run in good order."""
        self.event(StateChanged, state=state, **fields)
        self.writer.close()

    def rewind(self, step: int, branch: int, onto: int = 0) -> Recorder:
        """Close this writer, and go on from `step` on a new branch with another one."""
        self.writer.close()
        resumed = Recorder(self.home, self.run, start=False, branch=branch)
        resumed.event(Rewound, branch=branch, onto=onto, step=step)
        return resumed
