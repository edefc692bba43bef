"""The grid: every combination of values, the last parameter varying fastest, as far as conditions leave parameters there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from runstone.model.states import TrialState
from runstone.model.values import Path, nest
from runstone.sweeps.definition import Definition
from runstone.sweeps.parameter import Parameter
from runstone.sweeps.trial import Trial

MOST_COUNTED = 100_000
MOST_TRIES = 3
"""A combination is given out again when its trial crashed, and at most so often in all."""


class GridWalk:
    """Gives out the combinations in order. What lies behind the first that may come again is not looked at a second time, however long the grid is."""

    def __init__(self, definition: Definition) -> None:
        self._ahead = combinations(definition)
        # Combinations that were passed and may come again, in order.
        self._passed: dict[str, dict[Path, Any]] = {}
        self._tries: Counter[str] = Counter()
        self._done: set[str] = set()

    def settle(self, trial: Trial) -> None:
        """See Chooser."""
        key = _key(trial.facts.claimed.params)
        self._tries[key] += 1
        if trial.state is not TrialState.CRASHED:
            self._done.add(key)

    def choose(self, number: int, unsettled: Sequence[Trial]) -> dict[Path, Any] | None:
        """See Chooser."""
        tries = Counter(_key(trial.facts.claimed.params) for trial in unsettled)
        held = {_key(trial.facts.claimed.params) for trial in unsettled if trial.state is not TrialState.CRASHED}
        for key in [key for key in self._passed if self._is_over(key)]:
            del self._passed[key]
        for key, chosen in self._passed.items():
            if key not in held and self._tries[key] + tries[key] < MOST_TRIES:
                return chosen
        for chosen in self._ahead:
            key = _key(nest(chosen))
            if key in self._passed or self._is_over(key):
                continue
            self._passed[key] = chosen
            if key not in held and self._tries[key] + tries[key] < MOST_TRIES:
                return chosen
        return None

    def _is_over(self, key: str) -> bool:
        return key in self._done or self._tries[key] >= MOST_TRIES


def combinations(definition: Definition) -> Iterator[dict[Path, Any]]:
    """Each combination once, always in the same order."""
    return _from(definition.parameters, 0, {})


def _from(parameters: Sequence[Parameter], at: int, chosen: dict[Path, Any]) -> Iterator[dict[Path, Any]]:
    if at == len(parameters):
        yield dict(chosen)
        return
    parameter = parameters[at]
    if not parameter.is_there(chosen):
        yield from _from(parameters, at + 1, chosen)
        return
    for value in parameter.distribution.values() or ():
        chosen[parameter.path] = value
        yield from _from(parameters, at + 1, chosen)
    chosen.pop(parameter.path, None)


def size(definition: Definition) -> int | None:
    """How many combinations there are; None where they are too many to count."""
    if not any(parameter.condition for parameter in definition.parameters):
        product = 1
        for parameter in definition.parameters:
            product *= len(parameter.distribution.values() or ())
        return product
    count = 0
    for _ in combinations(definition):
        count += 1
        if count > MOST_COUNTED:
            return None
    return count


def _key(params: Mapping[str, Any]) -> str:
    return json.dumps(params, sort_keys=True)
