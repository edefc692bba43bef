"""The noise of a curve, and how likely noise goes how far."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]

_LEAST_HALF, _MOST_HALF = 5, 25
_LEAST_AROUND, _MOST_AROUND = 17, 101
# Residuals that go together over less than this share are taken for independent.
_LEAST_CORRELATION = 0.1
_CLIP = 4.0
# Nowhere is a curve taken to be quieter than this share of how it is on the whole: where nothing happened so far, something may.
_QUIET = 0.2
# The mean distance from the middle is this share of the standard deviation, where noise is normal.
_MEAN_DISTANCE = math.sqrt(2 / math.pi)


class Noise(NamedTuple):
    """The noise of a curve: its standard deviation around each point, how many points in a row tell as much as one alone, and from how
    many points that is known."""

    deviation: Float64
    together: float
    known_from: int


def local_noise(values: Float64) -> Noise:
    """What is left of a curve beside its running median, which follows slopes and leaves jumps where they are.

    Args:
        values: of a curve, at least 12 finite ones.
    """
    half = max(_LEAST_HALF, min(_MOST_HALF, len(values) // 20))
    windows = np.lib.stride_tricks.sliding_window_view(values, 2 * half + 1)
    left = values[half : len(values) - half] - np.median(windows, axis=1)
    around = min(len(left), max(_LEAST_AROUND, min(_MOST_AROUND, len(values) // 6)))
    # One spike would hide what happens around it.
    most = _CLIP / _MEAN_DISTANCE * _running_mean(np.abs(left), around)
    kept = np.clip(left, -most, most)
    local = np.sqrt(_running_mean(kept * kept, around))
    local = np.maximum(local, _QUIET * math.sqrt(float(np.mean(left * left))))
    scaled = np.divide(kept, local, out=np.zeros(len(kept)), where=local > 0)
    return Noise(np.pad(local, half, mode="edge"), _together(scaled, half), around)


def _running_mean(values: Float64, around: int) -> Float64:
    """The mean of so many values around each, fewer at the ends."""
    at = np.arange(len(values))
    first, last = np.maximum(0, at - around // 2), np.minimum(len(values), at + around // 2 + 1)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(np.maximum(0.0, sums[last] - sums[first]) / (last - first))


def _together(left: Float64, lags: int) -> float:
    """One and twice the correlations with the neighbours, as far as there are some; no less than if they faded as from the first to the second."""
    scale = float(left @ left)
    if not scale:
        return 1.0
    # The running median takes with it what neighbours within its window have in common.
    taken = 1.5 / (2 * lags + 1)
    correlations = [float(left[lag:] @ left[:-lag]) / scale + taken for lag in range(1, lags + 1)]
    total = 1.0
    for correlation in correlations:
        if correlation < _LEAST_CORRELATION + taken:
            break
        total += 2 * correlation
    nearest = min(0.95, correlations[0])
    return max(total, (1 + nearest) / (1 - nearest)) if nearest >= _LEAST_CORRELATION + taken else total


def tail(t: Float64, freedom: int) -> Float64:
    """The chance that Student's t lies further from zero than each of these, to some percent: Wallace's approximation of the normal's."""
    with np.errstate(over="ignore"):
        z = np.sqrt(freedom * np.log1p(t * t / freedom)) * (8 * freedom + 1) / (8 * freedom + 3)
    return np.array([math.erfc(min(at, 40.0) / math.sqrt(2)) for at in z.tolist()])
