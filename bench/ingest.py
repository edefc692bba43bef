"""How quickly a finished run's journals become answers, on one core: two million points, from no index to the first answer."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from bench.losses import steps
from bench.measure import Measure
from bench.trackers import FLOOR, RUNSTONE, Tracker

ROWS = 200_000
METRICS = 10


def measure(tracker: Tracker, folder: Path) -> list[Measure]:
    """Only Runstone has an index. The floor reads its lines back into one list a metric."""
    if tracker is not RUNSTONE:
        return []
    floor_home, home = folder / "floor", folder / "tracker"
    fill(FLOOR, floor_home)
    fill(tracker, home)
    one_core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {one_core})
    points = ROWS * METRICS / 1e6
    return [
        Measure("journals until queryable", points / answered_secs(home), "M points/s", points / read_secs(floor_home))
    ]


def fill(tracker: Tracker, folder: Path) -> None:
    distinct = steps(1_000, METRICS)
    folder.mkdir()
    run = tracker.open(folder)
    for step in range(ROWS):
        run.log(distinct[step % 1_000], step)
    run.finish()


def answered_secs(home: Path) -> float:
    from runstone import Api  # what it imports is no part of the rate

    begun = time.perf_counter()
    with Api(home) as api:
        (run,) = api.runs()
        envelope = run.envelope("train/metric_0", buckets=1_000)
    took = time.perf_counter() - begun
    assert sum(envelope.counts) == ROWS
    return took


def read_secs(folder: Path) -> float:
    begun = time.perf_counter()
    series: dict[str, list[float]] = {}
    for line in (folder / "points.jsonl").open():
        for name, value in json.loads(line).items():
            series.setdefault(name, []).append(value)
    return time.perf_counter() - begun
