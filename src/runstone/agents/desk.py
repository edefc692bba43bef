"""The desk: where an agent takes trials from and tells of them. A home has one, and so has a server."""

from __future__ import annotations

import time
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

import msgspec

from runstone.api.remote import ServerSource
from runstone.model.home import Home
from runstone.model.states import StopReason, SweepState, TrialState
from runstone.sweeps.controller import Claimed, Controller, Orders
from runstone.sweeps.definition import Definition, read_definition
from runstone.sweeps.outcome import Outcome

BEAT_SECS = 15.0

# A server is asked when there is something to tell, and so often to hear what it has to say.
_ASK_SECS = 3.0


class Desk(Protocol):
    """Not for threads to share: while a trial runs only `look` is called, by whoever watches over it."""

    definition: Definition

    def claim(self, agent: str) -> Claimed | SweepState:
        """The next trial; or how the sweep stands, if there is none: see `Controller.claim`."""

    def look(self, claimed: Claimed) -> Orders:
        """How the sweep stands, and whether the trial is to end."""

    def ended(self, claimed: Claimed, state: TrialState, exit_code: int | None = None) -> None:
        """The trial is over, as far as its agent saw."""

    def close(self) -> None:
        """Let go of files and sockets."""


class HomeDesk:
    """The desk of a home that is within reach."""

    def __init__(self, home: Home, sweep: str) -> None:
        """
        Raises:
            SweepNotFound: there is no such sweep.
        """
        self._controller = Controller(home, sweep)
        self.definition = self._controller.definition
        self._beaten = time.monotonic()

    def claim(self, agent: str) -> Claimed | SweepState:
        """See Desk."""
        self._beat()
        return self._controller.claim(agent)

    def look(self, claimed: Claimed) -> Orders:
        """See Desk."""
        self._beat()
        return self._controller.look(claimed.number)

    def ended(self, claimed: Claimed, state: TrialState, exit_code: int | None = None) -> None:
        """See Desk."""
        self._controller.ended(claimed.number, state, exit_code)

    def close(self) -> None:
        """See Desk."""
        self._controller.close()

    def _beat(self) -> None:
        if time.monotonic() - self._beaten >= BEAT_SECS:
            self._beaten = time.monotonic()
            self._controller.beat()


class _Trial(msgspec.Struct, frozen=True):
    number: int
    run: str
    project: str
    params: dict[str, Any]


class _Claim(msgspec.Struct, frozen=True):
    state: SweepState
    trial: _Trial | None = None


class _Orders(msgspec.Struct, frozen=True):
    state: SweepState
    stop: StopReason | None = None


class _Reported(NamedTuple):
    """What the server knows of a run here, and when it was told."""

    outcome: Outcome
    steps: set[int]
    when: float
    orders: Orders


class ServerDesk:
    """The desk of a server. Runs lie in a home here, and what happens to the sweep's metric is reported."""

    def __init__(self, url: str, home: Home, sweep: str) -> None:
        """
        Raises:
            SweepNotFound: there is no such sweep.
            ServerUnusable: the server does not answer.
        """
        self._source = ServerSource(url)
        self._path = f"/api/sweeps/{quote(sweep, safe='')}"
        self._home = home
        self.definition = read_definition(self._source.get_sweep(sweep).definition)
        self._told: dict[int, _Reported] = {}

    def claim(self, agent: str) -> Claimed | SweepState:
        """See Desk."""
        answer = self._source.questions.post(f"{self._path}/trials", {"agent": agent}, _Claim)
        trial = answer.trial
        return Claimed(trial.number, trial.run, trial.params, trial.project) if trial else answer.state

    def look(self, claimed: Claimed) -> Orders:
        """See Desk."""
        outcome, steps, when, orders = self._told.get(claimed.number) or self._nothing_told(claimed)
        fresh = self._fresh(outcome, steps)
        if not fresh and time.monotonic() - when < _ASK_SECS:
            return orders
        orders = self._report(claimed, {"points": fresh})
        steps |= {point["step"] for point in fresh}
        self._told[claimed.number] = _Reported(outcome, steps, time.monotonic(), orders)
        return orders

    def ended(self, claimed: Claimed, state: TrialState, exit_code: int | None = None) -> None:
        """See Desk."""
        outcome, steps, _, _ = self._told.get(claimed.number) or self._nothing_told(claimed)
        said = {"points": self._fresh(outcome, steps), "ended": state, "value": outcome.value()}
        self._report(claimed, said if exit_code is None else {**said, "exit_code": exit_code})

    def close(self) -> None:
        """See Desk."""
        self._source.close()

    def _nothing_told(self, claimed: Claimed) -> _Reported:
        outcome = Outcome(self._home, claimed.run, self.definition.metric)
        return _Reported(outcome, set(), float("-inf"), Orders(SweepState.RUNNING))

    def _fresh(self, outcome: Outcome, steps: set[int]) -> list[dict[str, Any]]:
        outcome.read()
        points = outcome.points()
        return [
            {"step": step, "value": value if value == value else None}
            for step, value in zip(points.steps.tolist(), points.values.tolist(), strict=True)
            if step not in steps
        ]

    def _report(self, claimed: Claimed, said: dict[str, Any]) -> Orders:
        answer = self._source.questions.post(f"{self._path}/trials/{claimed.number}", said, _Orders)
        return Orders(answer.state, answer.stop)
