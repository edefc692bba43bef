"""What a training loop feels: a step of 5 ms on one core, then 20 scalars logged."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from bench.losses import steps
from bench.measure import Measure
from bench.trackers import FLOOR, Tracker

STEP_SECS = 0.005
BLOCKS = 10
STEPS = 120


def measure(tracker: Tracker, folder: Path) -> list[Measure]:
    """Blocks of steps without, with the floor's and with the tracker's log() take turns; work is fixed, time is not."""
    work = training_work()
    rows = steps(STEPS, 20)
    for name in ("floor", "tracker"):
        (folder / name).mkdir()
    floor, ours = FLOOR.open(folder / "floor"), tracker.open(folder / "tracker")
    bare_secs, floor_secs, secs = [], [], []
    for block in range(BLOCKS):
        first_step = block * STEPS
        bare_secs.append(block_secs(work, rows, lambda row, step: None, first_step))
        floor_secs.append(block_secs(work, rows, floor.log, first_step))
        secs.append(block_secs(work, rows, ours.log, first_step))
    floor.finish()
    ours.finish()
    # Other programs on the machine make some blocks slower; the tracker, which is in all of its own, shows in the quickest too.
    bare = min(bare_secs)
    return [Measure("slowdown of a 5 ms step", percent(min(secs) / bare), "%", percent(min(floor_secs) / bare))]


def percent(ratio: float) -> float:
    return 100 * (ratio - 1)


def training_work() -> Callable[[], None]:
    """Work that takes STEP_SECS alone, and longer when something else wants the core, the cache or the interpreter."""
    numbers = list(range(10_000))

    def once(times: int) -> None:
        for _ in range(times):
            sum(numbers)

    times = 1
    while True:
        trials = []
        for _ in range(5):
            begun = time.perf_counter()
            once(times)
            trials.append(time.perf_counter() - begun)
        if min(trials) >= STEP_SECS:
            return lambda: once(times)
        times = max(times + 1, int(times * min(2, STEP_SECS / min(trials))))


def block_secs(
    work: Callable[[], None],
    rows: list[dict[str, float]],
    log: Callable[[dict[str, float], int], None],
    first_step: int,
) -> float:
    begun = time.perf_counter()
    for step, row in enumerate(rows, first_step):
        work()
        log(row, step)
    return time.perf_counter() - begun
