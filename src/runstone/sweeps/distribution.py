"""Distributions of parameters, as W&B names them: each is an axis that a sampler can move on, and what a place on it means."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from statistics import NormalDist
from typing import Any, NamedTuple, Protocol

from runstone.sweeps import beta

Place = float
"""Where on an axis: an index of a choice, a whole number, or a share between 0 and 1."""

_EDGE = 1e-12


class Choice(NamedTuple):
    """An axis without an order: indexes below `size`."""

    size: int


class Whole(NamedTuple):
    """An axis of whole numbers, both ends included."""

    low: int
    high: int


class Unit(NamedTuple):
    """An axis from 0 to 1, on which every stretch is as likely as its length."""


Axis = Choice | Whole | Unit


class Distribution(Protocol):
    """What a parameter can be, and how likely."""

    @property
    def axis(self) -> Axis:
        """What samplers move on."""

    def value(self, place: Place) -> Any:
        """What a place on the axis means."""

    def place(self, value: Any) -> Place | None:
        """Where a value is; None for one that it cannot have."""

    def draw(self, share: float) -> Place:
        """The place below which a share of all draws lies: a number from 0 to 1, without 1."""

    def values(self) -> Sequence[Any] | None:
        """All that it can be, in order; None where that is not a list."""


class Categorical:
    """One of several values, each as likely as its weight."""

    def __init__(self, values: Sequence[Any], weights: Sequence[float] | None = None) -> None:
        self._values = list(values)
        self._weights = weights
        self.axis = Choice(len(self._values))

    def value(self, place: Place) -> Any:
        """See Distribution."""
        return self._values[int(place)]

    def place(self, value: Any) -> Place | None:
        """See Distribution."""
        # 1 and True are equal to Python, and different parameters.
        same = (
            at
            for at, known in enumerate(self._values)
            if known == value and (type(known) is bool) == (type(value) is bool)
        )
        return next(same, None)

    def draw(self, share: float) -> Place:
        """See Distribution."""
        if self._weights is None:
            return min(int(share * len(self._values)), len(self._values) - 1)
        left = share * sum(self._weights)
        for at, weight in enumerate(self._weights):
            left -= weight
            if left < 0:
                return at
        return max(at for at, weight in enumerate(self._weights) if weight > 0)

    def values(self) -> Sequence[Any]:
        """See Distribution."""
        return self._values


class Stepped:
    """Multiples of a step, all alike: `int_uniform` and `q_uniform`."""

    def __init__(self, low: float, high: float, step: float = 1) -> None:
        self._step = step
        self.axis = Whole(*multiples(low, high, step))

    def value(self, place: Place) -> Any:
        """See Distribution."""
        return multiple(round(place), self._step)

    def place(self, value: Any) -> Place | None:
        """See Distribution."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return None
        at = round(value / self._step)
        is_one = self.axis.low <= at <= self.axis.high and math.isclose(at * self._step, value, abs_tol=1e-9)
        return at if is_one else None

    def draw(self, share: float) -> Place:
        """See Distribution."""
        size = self.axis.high - self.axis.low + 1
        return self.axis.low + min(int(share * size), size - 1)

    def values(self) -> Sequence[Any]:
        """See Distribution."""
        return _Multiples(self.axis, self._step)


class Even:
    """Evenly spread, or evenly in the logarithm; with a step, rounded to a multiple of it that lies within."""

    def __init__(self, low: float, high: float, *, log: bool = False, step: float | None = None) -> None:
        self.axis = Unit()
        self._low, self._high, self._log, self._step = low, high, log, step
        self._ends = (math.log(low), math.log(high)) if log else (low, high)
        self._whole = multiples(low, high, step) if step is not None else None

    def value(self, place: Place) -> Any:
        """See Distribution."""
        low, high = self._ends
        found = low + place * (high - low)
        found = min(max(math.exp(found) if self._log else found, self._low), self._high)
        if self._step is None or self._whole is None:
            return found
        return multiple(min(max(round(found / self._step), self._whole[0]), self._whole[1]), self._step)

    def place(self, value: Any) -> Place | None:
        """See Distribution."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not self._low <= value <= self._high:
            return None
        low, high = self._ends
        found = math.log(value) if self._log else value
        return min(max((found - low) / (high - low), 0.0), 1.0) if high > low else 0.0

    def draw(self, share: float) -> Place:
        """See Distribution."""
        return share

    def values(self) -> None:
        """See Distribution."""
        return


class Bell:
    """Normal, or normal in the logarithm; with a step, rounded to a multiple of it."""

    def __init__(self, mu: float, sigma: float, *, log: bool = False, step: float | None = None) -> None:
        self.axis = Unit()
        self._bell, self._log, self._step = NormalDist(mu, sigma), log, step

    def value(self, place: Place) -> Any:
        """See Distribution."""
        found = self._bell.inv_cdf(min(max(place, _EDGE), 1 - _EDGE))
        found = math.exp(found) if self._log else found
        return found if self._step is None else multiple(round(found / self._step), self._step)

    def place(self, value: Any) -> Place | None:
        """See Distribution."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return None
        if self._log and value <= 0:
            # A small one that was rounded down.
            return 0.0 if self._step is not None and value == 0 else None
        return self._bell.cdf(math.log(value) if self._log else value)

    def draw(self, share: float) -> Place:
        """See Distribution."""
        return share

    def values(self) -> None:
        """See Distribution."""
        return


class Beta:
    """Between 0 and 1, by the beta distribution; with a step, rounded to a multiple of it."""

    def __init__(self, a: float, b: float, *, step: float | None = None) -> None:
        self.axis = Unit()
        self._a, self._b, self._step = a, b, step

    def value(self, place: Place) -> Any:
        """See Distribution."""
        found = beta.value_at(self._a, self._b, place)
        return found if self._step is None else multiple(round(found / self._step), self._step)

    def place(self, value: Any) -> Place | None:
        """See Distribution."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        # Rounding may lead out of the interval by half a step.
        slack = 0.0 if self._step is None else self._step / 2
        return beta.share_below(self._a, self._b, value) if -slack <= value <= 1 + slack else None

    def draw(self, share: float) -> Place:
        """See Distribution."""
        return share

    def values(self) -> None:
        """See Distribution."""
        return


class _Multiples(Sequence[Any]):
    """A list that nobody writes down: it may have billions."""

    def __init__(self, axis: Whole, step: float) -> None:
        self._axis, self._step = axis, step

    def __len__(self) -> int:
        return self._axis.high - self._axis.low + 1

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return multiple(self._axis.low + at, self._step)


def multiples(low: float, high: float, step: float) -> tuple[int, int]:
    """The first and the last multiple of a step between two numbers, as counts of it; the first is greater where there is none."""
    # 0.3 / 0.1 is a little less than 3.
    return math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)


def multiple(count: int, step: float) -> float | int:
    """So many steps: an int if the step is one, else the nearest float to the exact product."""
    return count * step if isinstance(step, int) else float(count * Decimal(str(step)))
