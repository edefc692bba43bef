"""How much each parameter of a sweep matters: the share of the values' spread that it explains by itself, and in which direction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from runstone.query.sweeps.answers import SweepImportance, Trial
from runstone.sweeps.definition import Definition
from runstone.sweeps.distribution import Choice

_MOST_BINS = 4
_FEWEST_TRIALS = 4

Floats = npt.NDArray[np.float64]


def importance(definition: Definition, trials: Sequence[Trial]) -> list[SweepImportance]:
    """The parameters that vary, the most important first; nothing as long as fewer than four trials have a value.

    Values are taken by rank, so that one that is far off does not drown all others. Trials are put into up to four equal parts by a parameter
    (a choice makes a part of each of its values), and importance is the share of the ranks' variance between the parts, without what
    chance alone would give (the adjusted R²). Correlation is Spearman's.
    """
    found = []
    valued = [trial for trial in trials if trial.value is not None]
    for parameter in definition.parameters:
        having = [trial for trial in valued if parameter.key in trial.params]
        ranks = _ranks(np.array([trial.value for trial in having], np.float64))
        places = [parameter.distribution.place(trial.params[parameter.key]) for trial in having]
        if len(having) < _FEWEST_TRIALS or None in places or len(set(places)) < 2:
            continue
        is_choice = isinstance(parameter.distribution.axis, Choice)
        axis = np.array(places, np.float64)
        numbers = [trial.params[parameter.key] for trial in having]
        correlation = (
            _correlation(_ranks(np.array(numbers, np.float64)), ranks) if all(map(_is_number, numbers)) else None
        )
        parts = axis if is_choice else _parts(axis)
        found.append(SweepImportance(parameter.key, _explained(parts, ranks), correlation))
    return sorted(found, key=lambda each: -each.importance)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _ranks(values: Floats) -> Floats:
    """Ranks from 0; equal values share the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means: Floats = (ends - 1 + ends - counts) / 2.0
    return means[inverse]


def _parts(axis: Floats) -> Floats:
    bins = max(2, min(_MOST_BINS, len(axis) // 4))
    return np.floor(_ranks(axis) * bins / len(axis))


def _explained(parts: Floats, ranks: Floats) -> float:
    total = float(((ranks - ranks.mean()) ** 2).sum())
    kinds = np.unique(parts)
    freedom = len(ranks) - len(kinds)
    if total == 0 or freedom <= 0 or len(kinds) < 2:
        return 0.0
    within = sum(float(((ranks[parts == kind] - ranks[parts == kind].mean()) ** 2).sum()) for kind in kinds)
    return max(0.0, 1.0 - (within / freedom) / (total / (len(ranks) - 1)))


def _correlation(first: Floats, second: Floats) -> float | None:
    if first.std() == 0 or second.std() == 0:
        return None
    return float(np.corrcoef(first, second)[0, 1])
