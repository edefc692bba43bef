"""A training that logs half a million points a second into a home, until its standard input ends: `python -m bench.read.busy <home> <run> [--index]`.

With `--index` it also brings the index up to date every fifth of a second, as `runstone ui` in another process would. It prints `ready` once its
first points are in, and in the end what it achieved, as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import time

import numpy as np

from runstone.index.index import Index
from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.home import Home
from runstone.model.records import Started, StateChanged
from runstone.model.states import State

POINTS_PER_SEC = 500_000
INDEX_EVERY_SECS = 0.2
_METRICS = 50
_TICK_SECS = 0.01


def main(home_path: str, run: str, indexes: bool) -> None:
    """Log until standard input ends."""
    home = Home(home_path)
    index = Index(home) if indexes else None
    if index is not None:
        index.refresh()
    ended = threading.Event()
    threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()

    project = "bench/busy"
    entry = Registry(home).enter(run, project)
    writer = JournalWriter(home, run)
    writer.event(
        Started(time=writer.now(), number=entry.number, display_id=entry.display_id, project=project, name=run)
    )
    Registry(home).ring(run, writer.writer)
    layout = writer.layout(tuple(f"metric_{number:02d}" for number in range(_METRICS)))
    rows = np.random.default_rng(0).standard_normal((1000, _METRICS)).astype(np.float32).astype(np.float64).tolist()

    rows_per_sec = POINTS_PER_SEC / _METRICS
    step, begun, look_time = 0, time.perf_counter(), 0.0
    ready = False
    while not ended.is_set():
        due = int((time.perf_counter() - begun) * rows_per_sec)
        while step < due:
            writer.row(layout, step, rows[step % len(rows)])
            step += 1
        if index is not None and time.perf_counter() >= look_time:
            index.refresh()
            look_time = time.perf_counter() + INDEX_EVERY_SECS
        if step and not ready:
            print("ready", flush=True)
            ready = True
        time.sleep(_TICK_SECS)
    if index is not None:
        index.refresh()
    secs = time.perf_counter() - begun
    writer.event(StateChanged(time=writer.now(), state=State.FINISHED, exit_code=0))
    writer.close()
    print(json.dumps({"points": step * _METRICS, "secs": secs}), flush=True)
    if index is not None:
        index.close()


def _wait_for_end(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--index" in sys.argv[3:])
