"""The facts of a run that was recorded, as properties."""

from __future__ import annotations

from runstone.model.states import State
from runstone.query.answers.runs import Run


class RunFacts:
    """What a row of a list says of a run, at the moment at which it was asked for."""

    def __init__(self, row: Run) -> None:
        self._row = row

    @property
    def id(self) -> str:
        """The id."""
        return self._row.id

    @property
    def number(self) -> int:
        """The number in the home."""
        return self._row.number

    @property
    def display_id(self) -> str:
        """What people call it: `CVR-42`."""
        return self._row.display_id

    @property
    def name(self) -> str:
        """The name."""
        return self._row.name

    @property
    def project(self) -> str:
        """The project path."""
        return self._row.project

    @property
    def state(self) -> State:
        """The state; compares equal to its word, `run.state == "finished"`."""
        return self._row.state

    @property
    def tags(self) -> list[str]:
        """The tags."""
        return list(self._row.tags)

    @property
    def notes(self) -> str | None:
        """The notes."""
        return self._row.notes

    @property
    def group(self) -> str | None:
        """The group."""
        return self._row.group

    @property
    def job_type(self) -> str | None:
        """The job type."""
        return self._row.job_type

    @property
    def created_time(self) -> int:
        """When it began, in microseconds since the epoch."""
        return self._row.created_time

    @property
    def ended_time(self) -> int | None:
        """When it ended, in microseconds since the epoch; None while it has not."""
        return self._row.ended_time

    @property
    def silent_time(self) -> int | None:
        """Since when nothing comes of it, in microseconds since the epoch, where it is uploaded and nobody said that it ended; None while something
        does."""
        return self._row.silent_time

    @property
    def duration_secs(self) -> float:
        """How long it took, or takes so far."""
        return self._row.duration_secs

    @property
    def starred(self) -> bool:
        """Whether somebody starred it, as a baseline."""
        return self._row.starred

    @property
    def archived(self) -> bool:
        """Whether it lies in the archive."""
        return self._row.archived

    @property
    def binned(self) -> bool:
        """Whether it lies in the bin."""
        return self._row.binned_time is not None

    @property
    def row(self) -> Run:
        """It as a row of a list: all facts, with flat `config` and `summary` if it came from a list."""
        return self._row
