"""Which values a trial gets, given those before it: the place where methods part."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from runstone.model.states import TrialState
from runstone.model.values import Path, nest
from runstone.sweeps import grid, sampling
from runstone.sweeps.definition import Definition
from runstone.sweeps.trial import Trial

MOST_TRIES = 3
"""A combination of a grid is given out again when its trial crashed, and at most so often in all."""


def choose(
    definition: Definition,
    seed: int,
    number: int,
    trials: Sequence[Trial],
    prior: Callable[[], Sequence[sampling.Tried]],
) -> dict[Path, Any] | None:
    """Values of the next trial; None if there is none, for now or for good.

    Args:
        definition: of the sweep.
        seed: of the sweep.
        number: of the trial that is to be.
        trials: those before it.
        prior: brings what runs before the sweep teach; asked only where something is learned.

    Raises:
        MissingDependency: Optuna is needed, and not installed.
    """
    if definition.run_cap is not None and len(trials) >= definition.run_cap:
        return None
    if definition.method == "grid":
        return _next_of_grid(definition, trials)
    if definition.method == "random":
        return sampling.draw(definition, seed, number)
    own = [tried for trial in trials if (tried := _tried(definition, trial)) is not None]
    return sampling.suggest(definition, seed, number, [*prior(), *own])


def why_none(definition: Definition, trials: Sequence[Trial]) -> str:
    """Why there are no more trials."""
    cap = definition.run_cap
    return f"run_cap of {cap} is reached" if cap is not None and len(trials) >= cap else "every combination was tried"


def _next_of_grid(definition: Definition, trials: Sequence[Trial]) -> dict[Path, Any] | None:
    tries = Counter(_key(trial.facts.claimed.params) for trial in trials)
    settled = {_key(trial.facts.claimed.params) for trial in trials if trial.state is not TrialState.CRASHED}
    for chosen in grid.combinations(definition):
        key = _key(nest(chosen))
        if key not in settled and tries[key] < MOST_TRIES:
            return chosen
    return None


def _tried(definition: Definition, trial: Trial) -> sampling.Tried | None:
    places = definition.places(trial.facts.claimed.params)
    if places is None:
        return None
    # The value that a trial has come to in the middle says nothing of how it will end.
    value = None if trial.state is TrialState.RUNNING else trial.value
    return sampling.Tried(places, trial.state, value, len(trial.curve))


def _key(params: Mapping[str, Any]) -> str:
    return json.dumps(params, sort_keys=True)
