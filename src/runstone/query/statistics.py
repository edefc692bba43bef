"""The spread of many values in many groups at once, and the quantile of Student's t that its confidence interval needs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

_Z = 1.959963984540054  # of the normal distribution, at 97.5 %
_TABLED = 200


@dataclass(frozen=True, slots=True)
class Spreads:
    """The spread of each group, an element a group: NaN where a group has no value, or too few for the figure.

    `std` is that of a sample, quantiles are interpolated, `ci_low` and `ci_high` bound the mean's 95 % confidence interval.
    """

    count: Int64
    mean: Float64
    std: Float64
    stderr: Float64
    min: Float64
    max: Float64
    median: Float64
    q25: Float64
    q75: Float64
    ci_low: Float64
    ci_high: Float64


def spread_by_group(codes: npt.NDArray[np.integer], groups: int, values: Float64) -> Spreads:
    """The spread of the values of each group, without a loop over groups.

    Args:
        codes: the group of each value, 0 to groups - 1; a value with a negative code belongs to none.
        groups: how many groups there are.
        values: as many as codes; NaN values are left out.
    """
    known = (codes >= 0) & ~np.isnan(values)
    codes, values = codes[known], values[known]
    order = np.argsort(values)
    order = order[np.argsort(codes[order], kind="stable")]
    codes, values = codes[order], values[order]
    count = np.bincount(codes, minlength=groups).astype(np.int64)
    first = np.cumsum(count) - count
    with np.errstate(all="ignore"):
        mean = np.bincount(codes, values, groups) / count
        # Summed up, equal values may give another mean by a rounding, and then a spread that there is not.
        mean = np.clip(mean, _pick(values, first, count), _pick(values, first + count - 1, count))
        deviation = values - mean[codes]
        std = np.sqrt(np.bincount(codes, deviation * deviation, groups) / np.where(count > 1, count - 1, np.nan))
        stderr = std / np.sqrt(count)
        reach = t_quantile(count - 1) * stderr
        return Spreads(
            count,
            mean,
            std,
            stderr,
            _pick(values, first, count),
            _pick(values, first + count - 1, count),
            _quantile(values, first, count, 0.5),
            _quantile(values, first, count, 0.25),
            _quantile(values, first, count, 0.75),
            mean - reach,
            mean + reach,
        )


def _pick(values: Float64, at: Int64, count: Int64) -> Float64:
    found = np.full(len(count), np.nan)
    found[count > 0] = values[at[count > 0]]
    return found


def _quantile(values: Float64, first: Int64, count: Int64, share: float) -> Float64:
    place = share * (count - 1)
    below = np.floor(place).astype(np.int64)
    low = _pick(values, first + below, count)
    high = _pick(values, first + np.minimum(below + 1, count - 1), count)
    part = place - below
    # Between two infinities, or exactly at a value, there is nothing to interpolate.
    return np.where((part == 0) | (low == high), low, low * (1 - part) + high * part)


def t_quantile(df: npt.ArrayLike) -> Float64:
    """The 97.5 % quantile of Student's t, which bounds a two-sided 95 % interval, to 1e-9.

    Args:
        df: degrees of freedom, whole numbers of any shape.

    Returns:
        An array of that shape; NaN where there is less than one degree.
    """
    degrees = np.asarray(df, np.int64)
    inverse = 1.0 / np.maximum(degrees, 1)
    # Abramowitz & Stegun 26.7.5.
    z = _Z
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    far = np.polynomial.polynomial.polyval(inverse, terms)
    near = _tabled()[np.clip(degrees, 0, _TABLED)]
    return np.asarray(np.where(degrees <= _TABLED, near, far), np.float64)


@lru_cache(maxsize=1)
def _tabled() -> Float64:
    return np.array([math.nan, *(_solved(degrees) for degrees in range(1, _TABLED + 1))])


def _solved(degrees: int) -> float:
    """By Newton's method, from the left of the quantile: there the distribution is concave, so no step goes too far."""
    t = _Z
    log_scale = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2) - math.log(degrees * math.pi) / 2
    for _ in range(100):
        density = math.exp(log_scale - (degrees + 1) / 2 * math.log1p(t * t / degrees))
        step = (0.95 - _within(t, degrees)) / (2 * density)
        t += step
        if abs(step) < 1e-13 * t:
            break
    return t


def _within(t: float, degrees: int) -> float:
    """The probability of lying between -t and t: Abramowitz & Stegun 26.7.3 and 26.7.4."""
    angle = math.atan(t / math.sqrt(degrees))
    square = math.cos(angle) ** 2
    odd = degrees % 2
    term = math.cos(angle) if odd else 1.0
    total = term if degrees > 1 else 0.0
    for factor in range(3 if odd else 2, degrees - 1, 2):
        term *= square * (factor - 1) / factor
        total += term
    return (angle + math.sin(angle) * total) * 2 / math.pi if odd else math.sin(angle) * total
