"""What is tried next: at random here, and for `bayes` by Optuna's tree-structured Parzen estimator.

Optuna keeps nothing: its study is made anew of our records for each suggestion, with a seed made of the sweep's and of the trial's number. So a
suggestion depends on what is known and on nothing else.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from runstone.model.errors import MissingDependency
from runstone.model.states import TrialState
from runstone.model.values import Path
from runstone.sweeps.definition import Definition
from runstone.sweeps.distribution import Choice, Place, Whole
from runstone.sweeps.parameter import Parameter

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution
    from optuna.study import Study
    from optuna.trial import FrozenTrial

STARTUP_TRIALS = 10
"""So many trials with a value are drawn at random before anything is learned from them."""


class Tried(NamedTuple):
    """A trial to learn from: where its parameters lie on their axes, and how it went. `iterations` is how far, `value` None without any."""

    places: dict[Path, Place]
    state: TrialState
    value: float | None
    iterations: int


def draw(definition: Definition, seed: int, number: int) -> dict[Path, Any]:
    """Values drawn at random, the same for the same seed and number."""
    source = random.Random(_seed(seed, number))
    chosen: dict[Path, Any] = {}
    for parameter in definition.parameters:
        # Drawn whether it is there or not, so that one parameter says nothing of another's draw.
        share = source.random()
        if parameter.is_there(chosen):
            chosen[parameter.path] = parameter.distribution.value(parameter.distribution.draw(share))
    return chosen


def suggest(definition: Definition, seed: int, number: int, tried: Sequence[Tried]) -> dict[Path, Any]:
    """Values that promise most, given what was tried; trials that run count as no good, so that agents at once try different things.

    Raises:
        MissingDependency: Optuna is not installed.
    """
    try:
        import optuna
    except ImportError:
        raise MissingDependency("optuna", "A sweep with the method bayes", "runstone[sweeps]") from None

    if sum(trial.value is not None for trial in tried) < STARTUP_TRIALS:
        return draw(definition, seed, number)
    with _quiet():
        sampler = optuna.samplers.TPESampler(
            n_startup_trials=0, multivariate=False, constant_liar=True, seed=_seed(seed, number)
        )
        storage = optuna.storages.InMemoryStorage()
        study = optuna.create_study(
            storage=storage, sampler=sampler, direction=definition.metric.goal if definition.metric else None
        )
        for trial in tried:
            study.add_trial(_frozen(definition, trial))
        return _ask(study, definition)


@contextmanager
def _quiet() -> Iterator[None]:
    """Optuna tells of each study, and calls options experimental that it has had for years; a script's own studies are told of as before."""
    import optuna

    verbosity = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        optuna.logging.set_verbosity(verbosity)


def _ask(study: Study, definition: Definition) -> dict[Path, Any]:
    trial = study.ask()
    chosen: dict[Path, Any] = {}
    for parameter in definition.parameters:
        if parameter.is_there(chosen):
            place: Place = 0
            match parameter.distribution.axis:
                case Choice(size) if size > 1:
                    place = trial.suggest_categorical(parameter.name, range(size))
                case Whole(low, high):
                    place = trial.suggest_int(parameter.name, low, high)
                case Choice():
                    pass
                case _:
                    place = trial.suggest_float(parameter.name, 0.0, 1.0)
            chosen[parameter.path] = parameter.distribution.value(place)
    return chosen


def _frozen(definition: Definition, tried: Tried) -> FrozenTrial:
    from optuna.trial import TrialState as Theirs
    from optuna.trial import create_trial

    state = Theirs.RUNNING
    if tried.state is not TrialState.RUNNING:
        state = Theirs.COMPLETE if tried.value is not None else Theirs.FAIL
    if tried.value is not None and tried.state in (TrialState.PRUNED, TrialState.STOPPED, TrialState.CRASHED):
        # How far it came counts beside how well it did.
        state = Theirs.PRUNED
    axes = {parameter.name: _axis(parameter) for parameter in definition.parameters if parameter.path in tried.places}
    varied = {name: axis for name, axis in axes.items() if axis is not None}
    return create_trial(
        state=state,
        value=tried.value if state is Theirs.COMPLETE else None,
        params={".".join(path): place for path, place in tried.places.items() if ".".join(path) in varied},
        distributions=varied,
        intermediate_values={max(tried.iterations, 1): tried.value}
        if state is Theirs.PRUNED and tried.value is not None
        else {},
    )


def _axis(parameter: Parameter) -> BaseDistribution | None:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    match parameter.distribution.axis:
        case Choice(size):
            return CategoricalDistribution(range(size)) if size > 1 else None
        case Whole(low, high):
            return IntDistribution(low, high)
        case _:
            return FloatDistribution(0.0, 1.0)


def _seed(seed: int, number: int) -> int:
    return int.from_bytes(sha256(f"{seed}:{number}".encode()).digest()[:4], "little")
