"""A measured figure, and the small arithmetic behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Measure:
    """One figure of one tracker. `floor` is the plainest logger's, where it was measured in the same process."""

    name: str
    value: float
    unit: str
    floor: float | None = None


def percentile(values: Sequence[float], percent: float) -> float:
    """The value at or below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def p50_and_p99(name: str, micros: Sequence[float], floor: Sequence[float]) -> list[Measure]:
    """The two figures of a latency, in microseconds."""
    return [
        Measure(f"{name}, p50", median(micros), "µs", median(floor)),
        Measure(f"{name}, p99", percentile(micros, 99), "µs", percentile(floor, 99)),
    ]
