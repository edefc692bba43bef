"""Early termination: which trials are not worth going on, by W&B's rules of `hyperband`, and by the median.

An iteration is a point of the sweep's metric: the first that a run logs is iteration 1, whatever its step.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from runstone.model.errors import BadValue

Curve = npt.NDArray[np.float64]
"""The values of a trial's metric in the order of steps, turned so that less is better; NaN is worse than all."""

_HYPERBAND = ("type", "min_iter", "max_iter", "s", "eta", "strict")
_MEDIAN = ("type", "min_iter", "min_trials")
_MOST_BRACKETS = 100


class EarlyTermination(Protocol):
    """A rule by which trials are ended."""

    @property
    def first_iteration(self) -> int:
        """Before so many iterations no trial is judged."""

    def is_hopeless(self, curve: Curve, others: Sequence[Curve], judged: int = 0) -> bool:
        """Whether a trial is to end now.

        Args:
            curve: how it went so far.
            others: those of all other trials, running or over.
            judged: how many iterations it had when it was judged last.
        """


class Hyperband(NamedTuple):
    """At each bracket, a number of iterations, only the best of `eta` parts of the trials that got there go on.

    A trial is judged at the last bracket that it reached, and at those that it ran past since it was judged last; if strict, again at all those
    before, which others may have raised since.
    """

    brackets: tuple[int, ...]
    eta: float = 3.0
    strict: bool = False

    @property
    def first_iteration(self) -> int:
        """See EarlyTermination."""
        return self.brackets[0] if self.brackets else 1 << 62

    def is_hopeless(self, curve: Curve, others: Sequence[Curve], judged: int = 0) -> bool:
        """See EarlyTermination."""
        reached = [bracket for bracket in self.brackets if bracket <= len(curve)]
        for bracket in reached:
            if not (self.strict or bracket > judged or bracket == reached[-1]):
                continue
            own = best(curve[:bracket])
            there = sorted([own, *(best(other[:bracket]) for other in others if len(other) >= bracket)])
            if own > there[max(math.ceil(len(there) / self.eta), 1) - 1]:
                return True
        return False


class Median(NamedTuple):
    """A trial ends when its best value so far is worse than the median of what those before it had come to at the same iteration."""

    min_iter: int = 1
    min_trials: int = 5

    @property
    def first_iteration(self) -> int:
        """See EarlyTermination."""
        return self.min_iter

    def is_hopeless(self, curve: Curve, others: Sequence[Curve], judged: int = 0) -> bool:
        """See EarlyTermination."""
        there = sorted(best(other[: len(curve)]) for other in others if len(other) >= len(curve))
        if len(curve) < self.min_iter or len(there) < self.min_trials:
            return False
        middle = len(there) // 2
        median = there[middle] if len(there) % 2 else (there[middle - 1] + there[middle]) / 2
        return best(curve) > median


def best(curve: Curve) -> float:
    """The least of it; infinite if nothing of it is a number."""
    return float(np.nanmin(curve, initial=math.inf))


def read_early_termination(given: Any) -> EarlyTermination | None:
    """The rule that `early_terminate` means; None for none.

    Raises:
        BadValue: something in it cannot be.
    """
    if given is None:
        return None
    kind = given.get("type") if isinstance(given, dict) else given
    if not isinstance(given, dict) or kind not in ("hyperband", "median"):
        raise _bad("type", f"is {kind!r}; it is hyperband or median")
    known = _HYPERBAND if kind == "hyperband" else _MEDIAN
    for key in given:
        if key not in known:
            raise _bad(str(key), f"is not known; {kind} takes {', '.join(known[1:])}")
    if kind == "median":
        return Median(_count(given, "min_iter", 1), _count(given, "min_trials", 5))
    eta, strict = given.get("eta", 3), given.get("strict", False)
    if isinstance(eta, bool) or not isinstance(eta, int | float) or not eta > 1:
        raise _bad("eta", f"is {eta!r}; it is a number above 1")
    if not isinstance(strict, bool):
        raise _bad("strict", f"is {strict!r}; it is true or false")
    return Hyperband(_brackets(given, float(eta)), float(eta), strict)


def _brackets(given: dict[str, Any], eta: float) -> tuple[int, ...]:
    if "min_iter" in given:
        if "max_iter" in given or "s" in given:
            raise _bad(
                "min_iter",
                "stands beside max_iter or s; the brackets begin at min_iter, or are the s ones below max_iter: give one of both",
            )
        first = _count(given, "min_iter", 1)
        found = [first * eta**power for power in range(_MOST_BRACKETS)]
    elif "max_iter" in given:
        last, number = _count(given, "max_iter", 1), _count(given, "s", 1)
        found = [last / eta**power for power in range(1, number + 1)]
    else:
        raise _bad("min_iter", "is missing; give min_iter, or max_iter and s")
    brackets = sorted({int(bracket) for bracket in found if 1 <= bracket < 1 << 53})
    if not brackets:
        raise _bad("max_iter", "is so small that there is no iteration to judge trials at; it is at least eta")
    return tuple(brackets)


def _count(given: dict[str, Any], key: str, default: int) -> int:
    value = given.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _bad(key, f"is {value!r}; it is a whole number from 1")
    return value


def _bad(name: str, what: str) -> BadValue:
    return BadValue(f"early_terminate.{name} {what}. No sweep was made.")
