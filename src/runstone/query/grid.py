"""Grids of buckets: what panels are thinned to. Buckets are a power of two wide and lie at multiples of it, so that every zoom of every run has its
edges at the same places."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from runstone.index.points import Float64, Int64

X = Int64 | Float64


class StepGrid(NamedTuple):
    """Buckets of whole numbers: `x >> shift`. Exact where every x is a bucket of its own."""

    shift: int
    exact: bool

    @property
    def width(self) -> float:
        """How much of x a bucket spans; 0 where it is exact."""
        return 0.0 if self.exact else float(1 << self.shift)

    def cells(self, x: npt.NDArray[np.generic]) -> Int64:
        """The bucket of each x."""
        return np.asarray(x, np.int64) >> self.shift

    def middle(self, cells: Int64) -> Float64:
        """The x that stands for each bucket."""
        return cells.astype(np.float64) * float(1 << self.shift) + ((1 << self.shift) - 1) / 2

    @classmethod
    def spanning(cls, low: int, high: int, buckets: int) -> StepGrid:
        """The finest that has no more than so many buckets between two x; two where zero lies between them."""
        # Zero is an edge of every grid: what lies on both sides of it needs two buckets.
        most = max(buckets, 2) if low < 0 <= high else buckets
        shift = 0
        while shift < 62 and (high >> shift) - (low >> shift) >= most:
            shift += 1
        return cls(shift, False)


class FloatGrid(NamedTuple):
    """Buckets of real numbers: floor(x / width), counted from that of `low`; where width is 0, the distinct x themselves."""

    width: float
    low: float
    distinct: Float64

    @property
    def exact(self) -> bool:
        """Whether every x is a bucket of its own."""
        return self.width == 0

    def cells(self, x: npt.NDArray[np.generic]) -> Int64:
        """The bucket of each x."""
        if self.exact:
            return np.searchsorted(self.distinct, x).astype(np.int64)
        return (np.floor(np.asarray(x, np.float64) / self.width) - math.floor(self.low / self.width)).astype(np.int64)

    def middle(self, cells: Int64) -> Float64:
        """The x that stands for each bucket."""
        if self.exact:
            return self.distinct[cells]
        return (cells.astype(np.float64) + math.floor(self.low / self.width) + 0.5) * self.width

    @classmethod
    def of_distinct(cls, distinct: Float64) -> FloatGrid:
        """A bucket for each of these x, ascending."""
        return cls(0.0, 0.0, distinct)

    @classmethod
    def spanning(cls, low: float, high: float, buckets: int) -> FloatGrid:
        """The finest that has no more than so many buckets between two different x; two where zero lies between them."""
        most = max(buckets, 2) if low < 0 <= high else buckets
        # Halved first: the whole range of floats is wider than any float.
        exponent = math.frexp((high / 2 - low / 2) / most)[1]
        width = math.ldexp(1.0, max(exponent, -1073))
        while math.floor(high / width) - math.floor(low / width) >= most:
            width *= 2
        return cls(width, low, np.empty(0))


Grid = StepGrid | FloatGrid
