"""`wandb.controller`: makes a sweep word by word, looks after it, and says how it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from runstone.agents.controller import SweepController
from runstone.agents.controller import controller as open_controller
from runstone.compat.wandb.errors import UsageError, translated


class Controller:
    """A sweep that is there, or is to be."""

    def __init__(self, given: str | Mapping[str, Any] | None, make: Callable[[dict[str, Any]], str]) -> None:
        """
        Args:
            given: the id of a sweep, or a definition.
            make: makes a sweep of a definition.

        Raises:
            CommError: there is no such sweep.
        """
        self._make = make
        self._definition: dict[str, Any] = dict(given) if isinstance(given, Mapping) else {}
        self._native: SweepController | None = None
        if isinstance(given, str):
            self._open(given)

    def _open(self, sweep: str) -> None:
        with translated():
            self._native = open_controller(sweep)
        self._definition = self._native.definition.given

    def _ready(self) -> SweepController:
        if self._native is None:
            raise UsageError("The sweep is not made yet: call create() first.")
        return self._native

    def _say(self, word: str, value: Any) -> None:
        if self._native is not None:
            raise UsageError("The sweep is made, and stays as it is. Make another one.")
        self._definition[word] = value

    @property
    def sweep_id(self) -> str:
        """The id of the sweep."""
        return self._ready().id

    @property
    def sweep_config(self) -> dict[str, Any]:
        """The definition."""
        return self._definition

    def configure(self, sweep_dict_or_config: Mapping[str, Any]) -> None:
        """Take a definition."""
        for word, value in sweep_dict_or_config.items():
            self._say(word, value)

    def configure_search(self, search: str, **options: Any) -> None:
        """The method: grid, random or bayes."""
        self._say("method", search)

    def configure_metric(self, metric: str, goal: str | None = None) -> None:
        """What is to become small or large."""
        self._say("metric", {"name": metric, "goal": goal or "minimize"})

    def configure_stopping(self, stopping: str, **options: Any) -> None:
        """Early termination: hyperband or median."""
        self._say("early_terminate", {"type": stopping, **options})

    def configure_program(self, program: str) -> None:
        """The program of a trial."""
        self._say("program", program)

    def configure_controller(self, type: str) -> None:  # noqa: A002 - theirs
        """Accepted: every sweep is local."""
        self._say("controller", {"type": type})

    def configure_parameter(self, name: str, **options: Any) -> None:
        """What a parameter can be: value, values, min, max, distribution, mu, sigma, q."""
        said = {key: value for key, value in options.items() if value is not None}
        self._say("parameters", {**self._definition.get("parameters", {}), name: said})

    def create(self) -> str:
        """Make the sweep, and give its id."""
        if self._native is not None:
            raise UsageError("The sweep is made already.")
        made = self._make(self._definition)
        self._open(made)
        return made

    def run(self, verbose: bool | None = None, print_status: bool = False, **ignored: Any) -> None:
        """Look after the sweep until it is over; agents think for themselves, so it may as well be left alone."""
        self._ready().run(verbose=bool(verbose) or print_status)

    def step(self) -> None:
        """Look once for trials that are not worth going on."""
        self._ready().step()

    def stopping(self) -> list[int]:
        """Ask trials that are not worth going on to end; their numbers."""
        return self._ready().step()

    def done(self) -> bool:
        """Whether the sweep is over and none of its trials runs."""
        return self._ready().done()

    def print_status(self) -> None:
        """Print how the sweep stands."""
        self._ready().print_status()
