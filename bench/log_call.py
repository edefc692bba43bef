"""How long one call of log() keeps the training waiting, flat out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from bench.losses import steps
from bench.measure import Measure, p50_and_p99
from bench.trackers import FLOOR, Tracked, Tracker

ROUNDS = 10
CALLS = 200


def measure(tracker: Tracker, folder: Path) -> list[Measure]:
    """Floor and tracker take turns, so that both see the same machine."""
    found = []
    for scalars in (1, 10, 100):
        here = folder / str(scalars)
        floor, ours = opened(FLOOR, here / "floor"), opened(tracker, here / "tracker")
        rows = steps(ROUNDS * CALLS, scalars)
        floor_micros: list[float] = []
        micros: list[float] = []
        for start in range(0, len(rows), CALLS):
            part = rows[start : start + CALLS]
            floor_micros += call_micros(floor, part, start)
            micros += call_micros(ours, part, start)
        floor.finish()
        ours.finish()
        found += p50_and_p99(f"log() of {scalars} scalar{'s' if scalars > 1 else ''}", micros, floor_micros)
    return found


def opened(tracker: Tracker, folder: Path) -> Tracked:
    folder.mkdir(parents=True)
    run = tracker.open(folder)
    for step, row in enumerate(steps(20, 1)):
        run.log(row, -20 + step)
    return run


def call_micros(run: Tracked, rows: Sequence[dict[str, float]], first_step: int) -> list[float]:
    log, now = run.log, time.perf_counter_ns
    micros = []
    for step, row in enumerate(rows, first_step):
        begun = now()
        log(row, step)
        micros.append((now() - begun) / 1e3)
    return micros
