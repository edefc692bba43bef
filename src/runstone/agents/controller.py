"""`controller`: a sweep in the hands of a script, to look at, to pause and to end. Agents need none: they think for themselves."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from runstone.model.author import login_name
from runstone.model.home import Home, default_home
from runstone.model.states import SweepState, TrialState
from runstone.sdk import guard
from runstone.sweeps.controller import Controller
from runstone.sweeps.definition import Definition
from runstone.sweeps.trial import Trial

_LOOK_SECS = 1.0


class SweepController:
    """One sweep. A context manager; not for threads to share. Made by `controller`."""

    def __init__(self, inner: Controller) -> None:
        """For `controller`."""
        self._inner = inner

    @property
    def id(self) -> str:
        """The sweep's id."""
        return self._inner.id

    @property
    def definition(self) -> Definition:
        """What is tried, and how."""
        return self._inner.definition

    @property
    def state(self) -> SweepState:
        """`running`, `paused`, `finished` or `cancelled`."""
        return self._inner.facts.state

    @property
    def trials(self) -> Sequence[Trial]:
        """All trials as they stand, by number: `.state`, `.value`, `.curve`, and `.facts.claimed` with `run` and `params`."""
        return self._inner.trials()

    @property
    def best(self) -> Trial | None:
        """The trial with the best value so far; None without one."""
        return self._inner.best()

    def pause(self) -> None:
        """Begin no more trials for now; those that run go on."""
        self._inner.change(SweepState.PAUSED)

    def resume(self) -> None:
        """Go on after a pause, or after `stop`.

        Raises:
            Conflict: it was cancelled, which is for good.
        """
        self._inner.change(SweepState.RUNNING)

    def stop(self) -> None:
        """Begin no more trials; those that run go on to their end."""
        self._inner.change(SweepState.FINISHED, "somebody stopped it")

    def cancel(self) -> None:
        """Begin no more trials, and end those that run."""
        self._inner.change(SweepState.CANCELLED)

    def stop_trial(self, number: int) -> None:
        """Ask one trial to end before it is through.

        Raises:
            SweepNotFound: there is no such trial.
        """
        self._inner.stop(number)

    def done(self) -> bool:
        """Whether the sweep is over and none of its trials runs."""
        over = self.state in (SweepState.FINISHED, SweepState.CANCELLED)
        return over and not any(trial.state is TrialState.RUNNING for trial in self.trials)

    def step(self) -> list[int]:
        """Look once for trials that are not worth going on, and ask them to end. Agents do so themselves.

        Returns:
            Their numbers.
        """
        return self._inner.judge()

    def run(self, verbose: bool = False, **ignored: Any) -> None:
        """Look again and again until the sweep is done.

        Args:
            verbose: print how it stands whenever that changes.
            ignored: what other controllers take.
        """
        told = ""
        while not self.done():
            self.step()
            status = self.status()
            if verbose and status != told:
                guard.say(status)
                told = status
            time.sleep(_LOOK_SECS)

    def status(self) -> str:
        """How it stands, in one line."""
        trials = self.trials
        counts = {state: sum(trial.state is state for trial in trials) for state in TrialState}
        parts = ", ".join(f"{count} {state}" for state, count in counts.items() if count) or "no trials yet"
        best = self._inner.best(trials)
        found = "" if best is None else f"; best {best.value:.6g} by trial {best.number}"
        return f"sweep {self.id} ({self.definition.method}) is {self.state}: {parts}{found}"

    def print_status(self) -> None:
        """Print `status`."""
        print(self.status())

    def close(self) -> None:
        """Let go of its files. Idempotent."""
        self._inner.close()

    def __enter__(self) -> SweepController:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def controller(
    sweep_id: str,
    *,
    dir: str | os.PathLike[str] | None = None,  # noqa: A002 - the field's word
) -> SweepController:
    """A sweep of a home, to look at, to pause and to end.

    Args:
        sweep_id: the sweep; `project/id` is understood, too.
        dir: the home; default `RUNSTONE_DIR`, else `~/.runstone`.

    Raises:
        SweepNotFound: there is no such sweep.
    """
    home = Home(default_home() if dir is None else dir)
    return SweepController(Controller(home, sweep_id.strip("/").rpartition("/")[2], login_name()))
