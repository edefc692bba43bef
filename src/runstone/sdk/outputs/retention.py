"""Retention: which versions of an output are kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from runstone.model.errors import BadValue
from runstone.model.records import Goal


class Candidate(NamedTuple):
    """A version: its id, and the value of the metric when it was written; None where none was known."""

    id: str
    value: float | None


class Retention(NamedTuple):
    """What is kept: the last ones, the best ones by the metric, and every so many-th. Nothing given: all."""

    best: int | None = None
    every: int | None = None
    last: int | None = None

    @classmethod
    def of(cls, best: int | None, every: int | None, last: int | None) -> Retention:
        """What a call asks for.

        Raises:
            BadValue: one is no positive number.
        """
        for name, number in (("keep_best", best), ("keep_every", every), ("keep_last", last)):
            if number is not None and (not isinstance(number, int) or number < 1):
                raise BadValue(
                    f"{name}={number!r}: a whole number of at least 1 is expected. Nothing is watched by the call."
                )
        return cls(best, every, last)

    @property
    def keeps_all(self) -> bool:
        """Whether nothing ever goes."""
        return self.best is None and self.every is None and self.last is None

    def doomed(self, versions: Sequence[tuple[int, Candidate]], goal: Goal) -> list[str]:
        """The ids of those that go. The last one never does.

        Args:
            versions: with how many were written before each of them, in the order of writing.
            goal: which values are better.
        """
        if self.keeps_all or not versions:
            return []
        kept = {candidate.id for _, candidate in versions[-(self.last or 1) :]}
        if self.best is not None:
            kept.update(candidate.id for candidate in ranked([item for _, item in versions], goal)[: self.best])
        if self.every is not None:
            kept.update(candidate.id for number, candidate in versions if number % self.every == 0)
        return [candidate.id for _, candidate in versions if candidate.id not in kept]


def ranked(candidates: Sequence[Candidate], goal: Goal) -> list[Candidate]:
    """Those with a value, the best first; of equal ones the earlier."""
    known = [(item.value, item) for item in candidates if item.value is not None and math.isfinite(item.value)]
    return [item for _, item in sorted(known, key=lambda pair: pair[0], reverse=goal != "minimize")]
