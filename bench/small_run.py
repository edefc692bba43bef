"""What a run costs that hardly logs anything: the price of a test, a sweep's short trial, a notebook cell."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from bench.losses import steps
from bench.measure import Measure
from bench.trackers import FLOOR, Tracker

RUNS = 20


def measure(tracker: Tracker, folder: Path) -> list[Measure]:
    """Medians over runs in one process. The first run, which also pays for late imports, is not among them."""
    floor_opening, floor_finishing = times(FLOOR, folder / "floor")
    opening, finishing = times(tracker, folder / "tracker")
    return [
        Measure("init of a small run, p50", opening, "ms", floor_opening),
        Measure("finish of a small run, p50", finishing, "ms", floor_finishing),
    ]


def times(tracker: Tracker, folder: Path) -> tuple[float, float]:
    """Milliseconds of opening a run and of finishing it, with ten calls of log() between."""
    rows = steps(10, 5)
    opening, finishing = [], []
    for _ in range(RUNS + 1):
        folder.mkdir(parents=True, exist_ok=True)
        begun = time.perf_counter()
        run = tracker.open(folder)
        opening.append(1e3 * (time.perf_counter() - begun))
        for step, row in enumerate(rows):
            run.log(row, step)
        begun = time.perf_counter()
        run.finish()
        finishing.append(1e3 * (time.perf_counter() - begun))
    return median(opening[1:]), median(finishing[1:])
