"""The grid: every combination of values, the last parameter varying fastest, as far as conditions leave parameters there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from runstone.model.values import Path
from runstone.sweeps.definition import Definition
from runstone.sweeps.parameter import Parameter

MOST_COUNTED = 100_000


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
