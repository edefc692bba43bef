"""The value of a trial: what the summary of its run says of the sweep's metric."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from runstone.model.definitions import FIGURES
from runstone.model.values import SEPARATOR, pick
from runstone.sweeps.definition import Metric


def value_of(summary: Mapping[str, Any], metric: Metric) -> float | None:
    """A finite number, or None.

    Of a metric with several figures (`define_metric(summary="min,max")`) the one that the goal asks for counts, the minimum or the
    maximum; else the only one. `val/acc.max` asks for a figure by name, and dots stand for levels as slashes do.
    """
    for name in _spellings(metric.name):
        found = summary.get(name)
        if found is None:
            try:
                found = pick(summary, name)
            except KeyError:
                continue
        if isinstance(found, Mapping):
            found = _figure(found, metric)
        if isinstance(found, int | float) and math.isfinite(found):
            return float(found)
    return None


def series_of(metric: Metric) -> list[str]:
    """The names of series that the metric may mean, the likeliest first."""
    names = list(_spellings(metric.name))
    base, dot, figure = metric.name.rpartition(".")
    if dot and figure in FIGURES:
        names += _spellings(base)
    return names


def _spellings(name: str) -> Iterator[str]:
    yield name
    if "." in name:
        yield name.replace(".", SEPARATOR)
        base, _, figure = name.rpartition(".")
        if figure in FIGURES:
            yield f"{base}{SEPARATOR}{figure}"


def _figure(figures: Mapping[str, Any], metric: Metric) -> Any:
    wanted = "min" if metric.goal == "minimize" else "max"
    if wanted in figures:
        return figures[wanted]
    return next(iter(figures.values())) if len(figures) == 1 else figures.get("last")
