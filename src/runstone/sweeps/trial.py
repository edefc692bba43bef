"""A trial as it stands: what its agent said, and what its run says."""

from __future__ import annotations

import math
import time
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from runstone.model.states import OPEN_STATES, State, TrialState
from runstone.model.sweep import TrialFacts

# An agent that reports says something every 15 s.
_SILENCE_SECS = 60.0


class Trial(NamedTuple):
    """A trial and how it went so far. `value` is None without a finite one; `curve` are the values of the metric in the order of steps."""

    facts: TrialFacts
    state: TrialState
    value: float | None
    curve: npt.NDArray[np.float64]

    @property
    def number(self) -> int:
        """Its number."""
        return self.facts.number

    @property
    def is_running(self) -> bool:
        """Whether it still runs."""
        return self.state is TrialState.RUNNING


def trial_state(facts: TrialFacts, run: State | None, agent_lives: bool) -> TrialState:
    """The state of a trial.

    Args:
        facts: what was said of it.
        run: the state of its run; None if that has not begun, is gone, or lies in another home.
        agent_lives: whether who claimed it does.
    """
    if run is None:
        state = facts.ended.state if facts.ended else TrialState.RUNNING if agent_lives else TrialState.CRASHED
    elif run in OPEN_STATES:
        return TrialState.RUNNING
    elif run is State.FINISHED:
        return TrialState.FINISHED
    else:
        state = TrialState.FAILED if run is State.FAILED else TrialState.CRASHED
    if facts.stop is not None and state in (TrialState.FAILED, TrialState.CRASHED, TrialState.STOPPED):
        return TrialState(facts.stop.value)
    return state


def reported_value(facts: TrialFacts) -> float | None:
    """The value of a trial whose run lies in another home, as far as its agent told; None without a finite one."""
    value = facts.ended.value if facts.ended else None
    if value is None and facts.points:
        value = facts.points[max(facts.points)][1]
    return value if value is not None and math.isfinite(value) else None


def is_heard(facts: TrialFacts) -> bool:
    """Whether an agent that reports said something lately."""
    return time.time() - facts.heard_time / 1e6 < _SILENCE_SECS
