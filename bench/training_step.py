"""What a training loop feels: a step of 5 ms on one core, then 20 scalars logged."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from bench.losses import steps
from bench.measure import Measure, percentile
from bench.trackers import FLOOR, Tracker

STEP_SECS = 0.005
STEPS = 1500


def measure(tracker: Tracker, folder: Path) -> list[Measure]:
    """Steps after which the tracker logs take turns with steps after which the floor does; each call is timed by itself.

    Timing whole blocks of steps instead drowns the calls: the work varies by more than they take. A call after 5 ms of other work finds
    its code and data gone from the caches, and takes several times as long as one in a loop of nothing else.
    """
    work = training_work()
    rows = steps(2, 20)
    for name in ("floor", "tracker"):
        (folder / name).mkdir()
    runs = {"floor": FLOOR.open(folder / "floor"), "tracker": tracker.open(folder / "tracker")}
    calls: dict[str, list[float]] = {name: [] for name in runs}
    for step in range(STEPS):
        for name, run in runs.items():
            work()
            begun = time.perf_counter()
            run.log(rows[step % 2], step)
            calls[name].append(time.perf_counter() - begun)
    for run in runs.values():
        run.finish()
    ours, floor = (100 * percentile(calls[name], 50) / STEP_SECS for name in ("tracker", "floor"))
    return [Measure("20 scalars after a 5 ms step, p50 of the step", ours, "%", floor)]


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
