"""The facts of a sweep: what the records of all its journals add up to, in whatever order they are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from runstone.model.records import (
    AnyRecord,
    Closed,
    Opened,
    SweepBegan,
    SweepStateChanged,
    TrialClaimed,
    TrialEnded,
    TrialReported,
    TrialStopAsked,
    Unknown,
)
from runstone.model.states import StopReason, SweepState

Stamp = tuple[int, str]
"""The time of a word and the writer that said it: of two words, the one with the greater stamp stands."""

_NEVER: Stamp = (-1, "")


class TrialFacts(msgspec.Struct):
    """What is known of a trial without looking at its run. Times are microseconds since the epoch.

    `points` are those that were reported of a run in another home: step → (time, value). `heard_time` is when its agent last said something of it.
    """

    number: int
    claimed: TrialClaimed
    writer: str
    heard_time: int
    stop: StopReason | None = None
    ended: TrialEnded | None = None
    points: dict[int, tuple[int, float]] = {}


class WriterFacts(msgspec.Struct):
    """A writer of the sweep: an agent, a server on behalf of others, or who changed its state."""

    opened: Opened
    last_time: int
    closed: bool = False


class SweepFacts:
    """Everything that the journals of one sweep say. Records may come in any order, and more than once."""

    def __init__(self, sweep: str) -> None:
        self.id = sweep
        self.began: SweepBegan | None = None
        self._began_stamp: Stamp = (1 << 62, "")
        self.last_time = 0
        self.writers: dict[str, WriterFacts] = {}
        self._state: tuple[Stamp, SweepStateChanged] | None = None
        self._claims: dict[int, tuple[Stamp, TrialClaimed]] = {}
        self._next_number = 0
        self._stops: dict[int, tuple[Stamp, StopReason]] = {}
        self._ends: dict[int, tuple[Stamp, TrialEnded]] = {}
        self._points: dict[int, dict[int, tuple[Stamp, float]]] = {}
        self._heard: dict[int, int] = {}

    def apply(self, writer: str, record: AnyRecord | Unknown) -> None:
        """Take in one record of one writer."""
        self.last_time = max(self.last_time, record.time)
        stamp = (record.time, writer)
        known = self.writers.get(writer)
        if known is not None:
            known.last_time = max(known.last_time, record.time)
        match record:
            case Opened():
                self.writers[writer] = WriterFacts(record, record.time)
            case Closed():
                if known is not None:
                    known.closed = True
            case SweepBegan():
                if stamp < self._began_stamp:
                    self.began, self._began_stamp = record, stamp
            case SweepStateChanged():
                if self._state is None or self._state[0] <= stamp:
                    self._state = (stamp, record)
            case TrialClaimed():
                # Of two that took one number, which the lock prevents and two joined homes do not, the earlier has it.
                if record.number not in self._claims or stamp < self._claims[record.number][0]:
                    self._claims[record.number] = (stamp, record)
                    self._next_number = max(self._next_number, record.number + 1)
                self._hear(record.number, record.time)
            case TrialStopAsked():
                if record.number not in self._stops or stamp < self._stops[record.number][0]:
                    self._stops[record.number] = (stamp, record.reason)
            case TrialReported():
                points = self._points.setdefault(record.number, {})
                for step, value in record.points:
                    if points.get(step, (_NEVER,))[0] <= stamp:
                        points[step] = (stamp, value)
                self._hear(record.number, record.time)
            case TrialEnded():
                if self._ends.get(record.number, (_NEVER,))[0] <= stamp:
                    self._ends[record.number] = (stamp, record)
                self._hear(record.number, record.time)
            case _:
                pass

    def _hear(self, number: int, time: int) -> None:
        self._heard[number] = max(self._heard.get(number, 0), time)

    @property
    def project(self) -> str:
        """The project that its runs lie in; empty if that is lost."""
        return self.began.project if self.began else ""

    @property
    def name(self) -> str:
        """What people call it; its id if nobody gave it a name."""
        return (self.began.name if self.began else "") or self.id

    @property
    def definition(self) -> dict[str, Any]:
        """What its author wrote."""
        return self.began.definition if self.began else {}

    @property
    def state(self) -> SweepState:
        """What agents are to do."""
        return self._state[1].state if self._state else SweepState.RUNNING

    @property
    def state_reason(self) -> str:
        """Why it is in that state; empty if nothing was said."""
        return self._state[1].reason if self._state else ""

    @property
    def next_number(self) -> int:
        """The number of the trial to come."""
        return self._next_number

    @property
    def numbers(self) -> Iterator[int]:
        """The numbers of the trials, in the order in which they became known here."""
        return iter(self._claims)

    @property
    def trial_count(self) -> int:
        """How many trials there are."""
        return len(self._claims)

    def trials(self) -> list[TrialFacts]:
        """The trials by number."""
        return [self.trial(number) for number in sorted(self._claims)]

    def trial(self, number: int) -> TrialFacts:
        """One trial.

        Raises:
            KeyError: nobody claimed it.
        """
        (_, writer), claimed = self._claims[number]
        stop, ended = self._stops.get(number), self._ends.get(number)
        return TrialFacts(
            number=number,
            claimed=claimed,
            writer=writer,
            heard_time=self._heard.get(number, claimed.time),
            stop=stop[1] if stop else None,
            ended=ended[1] if ended else None,
            points={step: (time, value) for step, ((time, _), value) in self._points.get(number, {}).items()},
        )
