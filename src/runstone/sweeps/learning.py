"""What `bayes` tries next: suggested by Optuna's tree-structured Parzen estimator.

Optuna keeps nothing of ours: its study says what our records say, and each suggestion has a seed made of the sweep's and of the trial's number. So
a suggestion depends on what is recorded and on nothing else. The study is kept as long as the controller is, and told what is new.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from runstone.model.errors import MissingDependency
from runstone.model.states import TrialState
from runstone.model.values import Path
from runstone.sweeps import sampling
from runstone.sweeps.definition import Definition
from runstone.sweeps.distribution import Choice, Place, Whole
from runstone.sweeps.parameter import Parameter
from runstone.sweeps.sampling import Tried

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution
    from optuna.storages import BaseStorage
    from optuna.study import Study
    from optuna.trial import FrozenTrial
    from optuna.trial import TrialState as TheirState

STARTUP_TRIALS = 10
"""So many trials with a value are drawn at random before anything is learned from them."""

_STUDY = "sweep"
_CUT_SHORT = frozenset({TrialState.PRUNED, TrialState.STOPPED, TrialState.CRASHED})


class Learner:
    """Suggests values for the trials of one sweep."""

    def __init__(self, definition: Definition, seed: int) -> None:
        self._definition, self._seed = definition, seed
        self._storage: BaseStorage | None = None
        self._study_id = 0
        self._told: list[Tried] = []
        self._ids: list[int] = []

    def suggest(self, number: int, tried: Sequence[Tried]) -> dict[Path, Any]:
        """Values that promise most, given what was tried; trials that run count as no good, so that agents at once try different things.

        Args:
            number: of the trial that is to be.
            tried: all trials before it, in their order.

        Raises:
            MissingDependency: Optuna is not installed.
        """
        try:
            import optuna
        except ImportError:
            raise MissingDependency("optuna", "A sweep with the method bayes", "runstone[sweeps]") from None

        if sum(trial.value is not None for trial in tried) < STARTUP_TRIALS:
            return sampling.draw(self._definition, self._seed, number)
        with _quiet():
            storage = self._brought_up_to(tried)
            sampler = optuna.samplers.TPESampler(
                n_startup_trials=0,
                multivariate=False,
                constant_liar=True,
                seed=sampling.seed_of(self._seed, number),
            )
            return _ask(optuna.load_study(study_name=_STUDY, storage=storage, sampler=sampler), self._definition)

    def _brought_up_to(self, tried: Sequence[Tried]) -> BaseStorage:
        """The study with these trials, and no others that it learns from."""
        storage = self._storage
        agrees = len(self._told) <= len(tried) and all(map(_may_follow, self._told, tried))
        if storage is None or not agrees:
            storage = self._begun()
        for at, (before, after) in enumerate(zip(self._told, tried, strict=False)):
            if before is not after and before.state is TrialState.RUNNING and after.state is not before.state:
                self._finish(storage, self._ids[at], after)
            self._told[at] = after
        for trial in tried[len(self._told) :]:
            self._ids.append(storage.create_new_trial(self._study_id, _frozen(self._definition, trial)))
            self._told.append(trial)
        return storage

    def _begun(self) -> BaseStorage:
        import optuna
        from optuna.study import StudyDirection

        metric = self._definition.metric
        direction = StudyDirection.MAXIMIZE if metric and metric.goal == "maximize" else StudyDirection.MINIMIZE
        self._storage = optuna.storages.InMemoryStorage()
        self._study_id = self._storage.create_new_study([direction], _STUDY)
        self._told, self._ids = [], []
        return self._storage

    def _finish(self, storage: BaseStorage, trial: int, tried: Tried) -> None:
        state = _state(tried)
        values, reached = _result(tried)
        for iterations, value in reached.items():
            storage.set_trial_intermediate_value(trial, iterations, value)
        storage.set_trial_state_values(trial, state, values)


def _may_follow(before: Tried, after: Tried) -> bool:
    """Whether a study that was told the one can go on to be told the other."""
    if before is after:
        return True
    if before.places != after.places:
        return False
    return before.state is TrialState.RUNNING or (_state(before), _result(before)) == (_state(after), _result(after))


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
    from optuna.trial import TrialState as Theirs

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
    # Once it is claimed it comes from the records, as all others do; nothing is learned from one that failed.
    study.tell(trial, state=Theirs.FAIL)
    return chosen


def _frozen(definition: Definition, tried: Tried) -> FrozenTrial:
    from optuna.trial import create_trial

    axes = {parameter.name: _axis(parameter) for parameter in definition.parameters if parameter.path in tried.places}
    varied = {name: axis for name, axis in axes.items() if axis is not None}
    values, reached = _result(tried)
    return create_trial(
        state=_state(tried),
        values=values,
        params={".".join(path): place for path, place in tried.places.items() if ".".join(path) in varied},
        distributions=varied,
        intermediate_values=reached,
    )


def _state(tried: Tried) -> TheirState:
    from optuna.trial import TrialState as Theirs

    if tried.state is TrialState.RUNNING:
        return Theirs.RUNNING
    if tried.value is None:
        return Theirs.FAIL
    # Of those that were cut short counts how far they came beside how well they did.
    return Theirs.PRUNED if tried.state in _CUT_SHORT else Theirs.COMPLETE


def _result(tried: Tried) -> tuple[list[float] | None, dict[int, float]]:
    """The value of a trial that is through; of one that was cut short the value at the iteration that it reached."""
    if tried.value is None or tried.state is TrialState.RUNNING:
        return None, {}
    if tried.state in _CUT_SHORT:
        return None, {max(tried.iterations, 1): tried.value}
    return [tried.value], {}


def _axis(parameter: Parameter) -> BaseDistribution | None:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    match parameter.distribution.axis:
        case Choice(size):
            return CategoricalDistribution(range(size)) if size > 1 else None
        case Whole(low, high):
            return IntDistribution(low, high)
        case _:
            return FloatDistribution(0.0, 1.0)
