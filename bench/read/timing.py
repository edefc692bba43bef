"""Taking times: engines answer one question one after the other, twice around, so that all of them see the same machine."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.measure import percentile

Ask = Callable[[], object]


@dataclass(frozen=True)
class Times:
    """How long the calls of one engine took, in milliseconds. On a machine that is not its own, `best` says more than `p50`."""

    p50: float
    p90: float
    best: float
    calls: int

    @classmethod
    def of(cls, millis: Sequence[float]) -> Times:
        """Of the single calls."""
        return cls(median(millis), percentile(millis, 90), min(millis), len(millis))


def take_turns(
    engines: Mapping[str, Ask], budget_secs: float = 4.0, least: int = 3, most: int = 30, warm: int = 2
) -> dict[str, Times]:
    """Ask each engine in two stretches, each after calls that are not counted. Not call by call: what one leaves in the caches is not the next one's.

    Args:
        engines: the same question, asked of each.
        budget_secs: for all of them together; a stretch ends after its share.
        least: calls a stretch at least.
        most: calls a stretch at most.
        warm: calls before each stretch that are not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in engines}
    share_secs = budget_secs / len(engines) / 2
    for _ in range(2):
        for name, ask in engines.items():
            deadline = time.perf_counter() + share_secs
            for call in range(-warm, most):
                if call >= least and time.perf_counter() > deadline:
                    break
                begun = time.perf_counter()
                ask()
                if call >= 0:
                    taken[name].append(1e3 * (time.perf_counter() - begun))
    return {name: Times.of(times) for name, times in taken.items()}


def say(text: str) -> None:
    """Progress, which is no result."""
    print(text, file=sys.stderr, flush=True)
