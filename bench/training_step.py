"""What a training loop feels: a step of 5 ms on one core, then 20 scalars logged."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median

from bench.losses import steps
from bench.measure import Measure
from bench.trackers import FLOOR, Tracker

STEP_SECS = 0.005
BLOCKS = 12
STEPS = 80
# Another program on the machine shows in a few steps; a tracker shows in all of them.
UNDISTURBED = 0.9


def measure(tracker: Tracker, folder: Path) -> list[Measure]:
    """Blocks of steps without, with the floor's and with the tracker's log() take turns; work is fixed, time is not."""
    work = training_work()
    rows = steps(STEPS, 20)
    for name in ("floor", "tracker"):
        (folder / name).mkdir()
    floor, ours = FLOOR.open(folder / "floor"), tracker.open(folder / "tracker")
    floor_slower, slower = [], []
    for block in range(BLOCKS):
        first_step = block * STEPS
        bare_secs = step_secs(work, rows, lambda row, step: None, first_step)
        floor_slower.append(step_secs(work, rows, floor.log, first_step) / bare_secs)
        slower.append(step_secs(work, rows, ours.log, first_step) / bare_secs)
    floor.finish()
    ours.finish()
    return [Measure("slowdown of a 5 ms step", percent(slower), "%", percent(floor_slower))]


def percent(slower: list[float]) -> float:
    return 100 * (median(slower) - 1)


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


def step_secs(
    work: Callable[[], None],
    rows: list[dict[str, float]],
    log: Callable[[dict[str, float], int], None],
    first_step: int,
) -> float:
    """The mean time of a step, without the few slowest."""
    secs = []
    for step, row in enumerate(rows, first_step):
        begun = time.perf_counter()
        work()
        log(row, step)
        secs.append(time.perf_counter() - begun)
    return mean(sorted(secs)[: int(UNDISTURBED * len(secs))])
