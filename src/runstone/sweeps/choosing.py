"""Which values a trial gets, given those before it: the place where methods part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from runstone.model.values import Path
from runstone.sweeps import sampling
from runstone.sweeps.definition import Definition
from runstone.sweeps.grid import GridWalk
from runstone.sweeps.learning import Learner
from runstone.sweeps.sampling import Tried
from runstone.sweeps.trial import Trial


class Chooser(Protocol):
    """Chooses for one sweep. It is told once of each trial that is settled, so that a choice costs little, however many there were."""

    def settle(self, trial: Trial) -> None:
        """Nothing more is heard of a trial."""

    def choose(self, number: int, unsettled: Sequence[Trial]) -> dict[Path, Any] | None:
        """Values of the next trial; None if there is none, for now or for good.

        Args:
            number: of the trial that is to be.
            unsettled: all trials before it that were not settled.

        Raises:
            MissingDependency: Optuna is needed, and not installed.
        """


class Draw:
    """Draws at random; what was before matters not."""

    def __init__(self, definition: Definition, seed: int) -> None:
        self._definition, self._seed = definition, seed

    def settle(self, trial: Trial) -> None:
        """See Chooser."""

    def choose(self, number: int, unsettled: Sequence[Trial]) -> dict[Path, Any] | None:
        """See Chooser."""
        return sampling.draw(self._definition, self._seed, number)


class Lesson:
    """Learns from all trials, and from runs before the sweep."""

    def __init__(self, definition: Definition, seed: int, prior: Callable[[], Sequence[Tried]]) -> None:
        self._definition, self._prior = definition, prior
        self._learner = Learner(definition, seed)
        self._settled: dict[int, Tried] = {}

    def settle(self, trial: Trial) -> None:
        """See Chooser."""
        self._note(self._settled, trial)

    def choose(self, number: int, unsettled: Sequence[Trial]) -> dict[Path, Any] | None:
        """See Chooser."""
        tried = dict(self._settled)
        for trial in unsettled:
            self._note(tried, trial)
        own = [tried[number] for number in sorted(tried)]
        return self._learner.suggest(number, [*self._prior(), *own])

    def _note(self, tried: dict[int, Tried], trial: Trial) -> None:
        places = self._definition.places(trial.facts.claimed.params)
        if places is not None:
            # The value that a trial has come to in the middle says nothing of how it will end.
            value = None if trial.is_running else trial.value
            tried[trial.number] = Tried(places, trial.state, value, len(trial.curve))


def chooser_of(definition: Definition, seed: int, prior: Callable[[], Sequence[Tried]]) -> Chooser:
    """Who chooses for a sweep.

    Args:
        definition: of the sweep.
        seed: of the sweep.
        prior: brings what runs before the sweep teach; asked only where something is learned.
    """
    match definition.method:
        case "grid":
            return GridWalk(definition)
        case "random":
            return Draw(definition, seed)
        case "bayes":
            return Lesson(definition, seed, prior)


def why_none(definition: Definition, trial_count: int) -> str:
    """Why there are no more trials, of which there were so many."""
    cap = definition.run_cap
    return f"run_cap of {cap} is reached" if cap is not None and trial_count >= cap else "every combination was tried"
