"""Smoothing of thinned curves: a line beside them, so that no minimum or maximum is moved.

ema:0.9          exponential moving average with this weight, 0 to 1
gaussian:25      a Gaussian kernel with this standard deviation, in units of x
mean:51          the mean of so many logged points around each
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, cast, get_args

import numpy as np
import numpy.typing as npt

from runstone.model.errors import BadQuery

Float64 = npt.NDArray[np.float64]
Kind = Literal["ema", "gaussian", "mean"]

# The definition of the UI's own smoothing (web/src/charts/lines/smoothing.ts): the visible range counts as a thousand units.
_RANGE_UNITS = 1000.0
_MAX_WEIGHT = 0.999
# Kernels are as wide as the panel where that is asked for, so their cost grows with the square of the buckets.
MAX_BUCKETS = 10_000
_CHUNK = 512


class Smoothing(NamedTuple):
    """How to smooth; `amount` is the weight, the standard deviation, or the number of points."""

    kind: Kind
    amount: float

    @classmethod
    def parse(cls, text: str) -> Smoothing:
        """What a text like `ema:0.9` says.

        Raises:
            BadQuery: it says nothing that can be done.
        """
        kind, _, amount_text = text.partition(":")
        try:
            amount = float(amount_text)
        except ValueError:
            amount = math.nan
        if kind not in get_args(Kind) or not _fits(kind, amount):
            raise BadQuery(
                f"The smoothing {text!r} cannot be followed. Write ema:<weight, 0 to 1>, gaussian:<standard deviation in units of x>"
                " or mean:<number of points>.",
                text,
                0,
                len(text),
            )
        return cls(cast(Kind, kind), amount)

    def apply(self, x: Float64, values: Float64, counts: Float64) -> Float64:
        """Smoothed lines.

        Args:
            x: of each bucket, ascending.
            values: a row for each line, a column for each bucket; what is not finite is passed over, and so are gaps.
            counts: how many points each value stands for, shaped alike.

        Returns:
            An array like values, NaN where they are not finite.

        Raises:
            BadQuery: there are more than MAX_BUCKETS.
        """
        if len(x) > MAX_BUCKETS and self.kind != "ema":
            raise BadQuery(f"Smoothing takes at most {MAX_BUCKETS} buckets, and here are {len(x)}. Ask for fewer.")
        known = np.isfinite(values)
        filled = np.where(known, values, 0.0)
        weights = np.where(known, counts, 0.0)
        with np.errstate(all="ignore"):
            if self.kind == "ema":
                found = _ema(x, filled, known, self.amount)
            elif self.kind == "gaussian":
                found = _gaussian(x, filled, weights, self.amount)
            else:
                found = np.stack(
                    [_mean(*line, self.amount) for line in zip(filled, weights, known, strict=True)]
                    or [np.empty(len(x))]
                )[: len(values)]
        return np.where(known, found, np.nan)


def _fits(kind: str, amount: float) -> bool:
    if kind == "ema":
        return 0 <= amount <= 1
    return 0 < amount < math.inf if kind == "gaussian" else 1 <= amount < math.inf


def _ema(x: Float64, filled: Float64, known: npt.NDArray[np.bool_], strength: float) -> Float64:
    """Time-weighted and without the bias towards its start: a point weighs less the further back in x it lies."""
    weight = min(math.sqrt(strength), _MAX_WEIGHT)
    scale = _RANGE_UNITS / (x[-1] - x[0]) if len(x) > 1 else 1.0
    found = np.empty_like(filled)
    total, norm = np.zeros(len(filled)), np.zeros(len(filled))
    before = np.full(len(filled), -np.inf)
    for at in range(len(x)):
        some = known[:, at]
        # Where nothing came before, the distance is infinite, and the decay complete; of a weight of one it would not be, but 0.999 is the most.
        decay = weight ** ((x[at] - before) * scale)
        total = np.where(some, total * decay + filled[:, at], total)
        norm = np.where(some, norm * decay + 1, norm)
        before = np.where(some, x[at], before)
        found[:, at] = total / norm
    return found


def _gaussian(x: Float64, filled: Float64, weights: Float64, deviation: float) -> Float64:
    found = np.empty_like(filled)
    weighted = filled * weights
    for first in range(0, len(x), _CHUNK):
        near = x[first : first + _CHUNK]
        kernel = np.exp(-0.5 * ((x[:, None] - near) / deviation) ** 2)
        found[:, first : first + _CHUNK] = (weighted @ kernel) / (weights @ kernel)
    return found


def _mean(filled: Float64, weights: Float64, known: npt.NDArray[np.bool_], points: float) -> Float64:
    """Of the buckets whose middle point lies less than half a window away. One sum a bucket: running sums would carry a spike's rounding on."""
    middle = np.cumsum(weights) - weights / 2
    first = np.searchsorted(middle, middle - points / 2, "right")
    last = np.searchsorted(middle, middle + points / 2, "left")
    # Gaps share their middle with the edge of a bucket: they weigh nothing, wherever they are counted.
    edges = np.stack([first, np.maximum(last, first + 1)], axis=1).reshape(-1)
    total = np.add.reduceat(np.append(filled * weights, 0.0), edges)[::2]
    weight = np.add.reduceat(np.append(weights, 0.0), edges)[::2]
    return np.where(known, total / weight, np.nan)
