"""When two values of runs are the same: as a person would say it, not as Python does."""

from __future__ import annotations

import math
from typing import Any


class Missing:
    """Stands for a value that is not there, which is something else than null."""


MISSING = Missing()


def same(one: Any, other: Any) -> bool:
    """Whether two plain values are the same. 1 is 1.0, NaN is NaN; true is not 1, and missing is the same as nothing else."""
    if one is other:
        return True
    if isinstance(one, bool) or isinstance(other, bool):
        return isinstance(one, bool) and isinstance(other, bool) and one == other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other or (one != one and other != other)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    return type(one) is type(other) and bool(one == other)


def distance(value: Any, reference: Any) -> float | None:
    """How much more than the reference a number is; None where one of them is no finite number."""
    return value - reference if _is_finite(value) and _is_finite(reference) else None


def ratio(value: Any, reference: Any) -> float | None:
    """How many times the reference a number is; None where there is no answer to that."""
    if not (_is_finite(value) and _is_finite(reference)) or not reference:
        return None
    times = value / reference
    return times if math.isfinite(times) else None


def _is_finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
