"""The states of runs, sweeps and trials, and the rule that tells a run's state from what its writers left behind."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """The life of a run. `crashed` is never recorded: it is what readers conclude of a writer that died without a word."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CRASHED = "crashed"
    KILLED = "killed"
    PREEMPTING = "preempting"
    PREEMPTED = "preempted"


OPEN_STATES = frozenset({State.RUNNING, State.PREEMPTING})


class SweepState(StrEnum):
    """What agents are to do: go on with trials, begin no more for now, begin no more at all, or end those that run, too."""

    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class TrialState(StrEnum):
    """The life of a trial. `pruned` and `stopped` were ended before they were through: by early termination, and by a person."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CRASHED = "crashed"
    PRUNED = "pruned"
    STOPPED = "stopped"


class StopReason(StrEnum):
    """Why a trial is to end: it is not worth going on, or somebody said so."""

    PRUNED = "pruned"
    STOPPED = "stopped"


class WriterLife(NamedTuple):
    """What matters of one writer for the state of its run. Times in microseconds since the epoch."""

    primary: bool
    opened_time: int
    closed: bool
    alive: bool


def derive_state(recorded: State, recorded_time: int, writers: Iterable[WriterLife]) -> State:
    """The state of a run at the moment of reading.

    A living primary writer means running (or preempting, if it said so since). A primary writer that is gone without having
    closed, and after whose opening no state was recorded, means crashed. Otherwise the last recorded state stands: a resume that
    ends with `close()` leaves a finished run finished.
    """
    crashed = False
    for writer in writers:
        if not writer.primary or writer.closed:
            continue
        if writer.alive:
            after = recorded_time >= writer.opened_time
            return recorded if after and recorded is State.PREEMPTING else State.RUNNING
        if recorded_time <= writer.opened_time or recorded in OPEN_STATES:
            crashed = True
    return State.CRASHED if crashed else recorded
