"""Taking times: engines answer one question in turns, so that all of them see the same machine."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from bench.measure import percentile

Ask = Callable[[], object]


@dataclass(frozen=True)
class Times:
    """How long the calls of one engine took, in milliseconds."""

    p50: float
    p90: float
    calls: int


def take_turns(
    engines: Mapping[str, Ask], budget_secs: float = 4.0, least: int = 5, most: int = 60, warm: int = 2
) -> dict[str, Times]:
    """Ask each engine so often, after some calls that warm it and are not counted.

    Args:
        engines: the same question, asked of each.
        budget_secs: no new round begins after so long.
        least: rounds at least.
        most: rounds at most.
        warm: rounds that are not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in engines}
    deadline = time.perf_counter() + budget_secs
    for turn in range(-warm, most):
        if turn >= least and time.perf_counter() > deadline:
            break
        for name, ask in engines.items():
            begun = time.perf_counter()
            ask()
            if turn >= 0:
                taken[name].append(1e3 * (time.perf_counter() - begun))
    return {name: Times(median(times), percentile(times, 90), len(times)) for name, times in taken.items()}


def say(text: str) -> None:
    """Progress, which is no result."""
    print(text, file=sys.stderr, flush=True)
