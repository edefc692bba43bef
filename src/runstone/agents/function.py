"""A trial as a call of a function in this process."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from runstone.agents.desk import Desk
from runstone.agents.watch import Watch
from runstone.model.errors import TrialStopped
from runstone.model.home import Home
from runstone.model.states import StopReason, TrialState
from runstone.sdk import guard
from runstone.sdk.exits import WATCH
from runstone.sdk.trial import Trial, within
from runstone.sweeps.controller import Claimed

_WORDS = {
    StopReason.PRUNED: "the sweep ended this trial early: others do better",
    StopReason.STOPPED: "the trial was stopped",
}


def call(function: Callable[[], object], home: Home, sweep: str, claimed: Claimed, desk: Desk) -> TrialState:
    """Call the function of a trial, and finish what runs it leaves open.

    Returns:
        How it went. An exception of the function is told and means failed.

    Raises:
        KeyboardInterrupt, SystemExit: as the function did; its runs are finished.
    """
    runs = _Runs(claimed.number)
    trial = Trial(sweep, claimed.run, claimed.project, claimed.params, str(home.path))
    with within(trial), Watch(desk, claimed, runs.stop), runs:
        function()
    return runs.state


class _Runs:
    """The runs that are opened in a block: left open, they end as the block does. What a training gets wrong leaves the agent to the next trial."""

    def __init__(self, number: int) -> None:
        self.state = TrialState.FINISHED
        self._number = number
        self._thread = threading.get_ident()
        self._before = set(map(id, WATCH.live))

    def stop(self, reason: StopReason) -> None:
        """Make the next `log` of them end the block."""
        for run in WATCH.live:
            if id(run) not in self._before:
                WATCH.interrupt(run, TrialStopped(_WORDS[reason]), self._thread)

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        for run in reversed(WATCH.live):
            if id(run) not in self._before:
                run.__exit__(kind, error, trace)
        if isinstance(error, TrialStopped):
            self.state = TrialState.STOPPED
            return True
        if error is not None:
            self.state = TrialState.FAILED
        if isinstance(error, Exception):
            guard.say(f"trial {self._number} failed:\n{''.join(traceback.format_exception(error))}".rstrip())
            return True
        return False
