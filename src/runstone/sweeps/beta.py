"""The beta distribution between 0 and 1: how likely a value below a number is, and which number has a given likelihood below it."""

from __future__ import annotations

import math
from functools import lru_cache

_TINY = 1e-300
_PRECISION = 1e-15
_MOST_TERMS = 10_000
_HALVINGS = 1100


def share_below(a: float, b: float, value: float) -> float:
    """The share of all draws that are at most `value`, from 0 to 1. `a` and `b` are above 0."""
    if value <= 0:
        return 0.0
    if value >= 1:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(value) + b * math.log1p(-value)
    )
    # The fraction converges fast on this side of the mean, and the other side mirrors it.
    if value < (a + 1) / (a + b + 2):
        return min(front * _fraction(a, b, value) / a, 1.0)
    return max(1 - front * _fraction(b, a, 1 - value) / b, 0.0)


@lru_cache(1024)
def value_at(a: float, b: float, share: float) -> float:
    """The number that this share of all draws lies below: the inverse of `share_below`."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if share_below(a, b, middle) < share:
            low = middle
        else:
            high = middle
        if high - low <= _PRECISION * high:
            break
    return (low + high) / 2


def _fraction(a: float, b: float, value: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, _of(1 - (a + b) * value / (a + 1))
    found = d
    for m in range(1, _MOST_TERMS):
        for numerator in (
            m * (b - m) * value / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * value / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = _of(1 + numerator * d)
            c = 1 + numerator / c
            c = c if abs(c) >= _TINY else _TINY
            found *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return found


def _of(denominator: float) -> float:
    return 1 / (denominator if abs(denominator) >= _TINY else _TINY)
