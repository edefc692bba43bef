"""One million scalars, from the first log() until all of them are durable, and the memory that takes."""

from __future__ import annotations

import os
import time
from pathlib import Path

from bench.losses import steps
from bench.measure import Measure
from bench.trackers import Tracker

ROWS = 100_000
METRICS = 10


def measure(tracker: Tracker, folder: Path) -> list[Measure]:
    """The process's own numbers and those of its children; the figures lie beside the floor's of its own process."""
    distinct = steps(1_000, METRICS)
    run = tracker.open(folder)
    before = peak_mib()
    begun = time.perf_counter()
    for step in range(ROWS):
        run.log(distinct[step % 1_000], step)
    peak = peak_mib()
    run.finish()
    wall = time.perf_counter() - begun
    return [
        Measure("1 M scalars until durable", wall, "s"),
        Measure("1 M scalars, peak memory", peak, "MiB"),
        Measure("1 M scalars, memory over an open run", peak - before, "MiB"),
    ]


def peak_mib() -> float:
    """The largest resident size so far of this process and its living children."""
    return sum(_peak_kib(process) for process in _family(os.getpid())) / 1024


def _family(process: int) -> list[int]:
    children = []
    for thread in Path(f"/proc/{process}/task").iterdir():
        children += [int(child) for child in (thread / "children").read_text().split()]
    return [process] + [member for child in children for member in _family(child)]


def _peak_kib(process: int) -> int:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0
