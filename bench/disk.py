"""What a scalar takes on the disk: while the run lives, when it has finished, in the index, and sealed."""

from __future__ import annotations

from pathlib import Path

from bench.losses import loss, noise, steps
from bench.measure import Measure
from bench.trackers import RUNSTONE, Tracker

ROWS = 20_000
METRICS = 10


def measure(tracker: Tracker, folder: Path) -> list[Measure]:
    """Bytes a scalar, once for float32 losses and once for float64 noise."""
    found = []
    for words, kind in (("float32 losses", loss), ("float64 noise", noise)):
        here = folder / kind.__name__
        here.mkdir()
        rows = steps(ROWS, METRICS, kind)
        run = tracker.open(here)
        for step, row in enumerate(rows):
            run.log(row, step)
        live = stored_bytes(here)
        run.finish()
        finished = stored_bytes(here)
        scalars = ROWS * METRICS
        found += [
            Measure(f"bytes a scalar, live, {words}", live / scalars, "B"),
            Measure(f"bytes a scalar, finished, {words}", finished / scalars, "B"),
        ]
        if tracker is RUNSTONE:
            found += [
                Measure(f"bytes a scalar, index, {words}", index_bytes(here) / scalars, "B"),
                Measure(f"bytes a scalar, sealed, {words}", sealed_bytes(here) / scalars, "B"),
            ]
    return found


def stored_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def index_bytes(home: Path) -> int:
    """The size of the index once it knows everything and has folded it."""
    import runstone

    before = stored_bytes(home)
    with runstone.Api(home) as api:
        list(api.runs())
    return stored_bytes(home) - before


def sealed_bytes(home: Path) -> int:
    """The size of the journals once sealed, which `runstone ui` does a while after the run's end."""
    from runstone.journal.seal import seal

    return sum(seal(journal).stat().st_size for journal in home.glob("runs/*/*.journal"))
