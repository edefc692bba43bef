"""Curves of a home with many points: each question asked of Runstone, DuckDB and numpy, the first answers compared."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.read.first import first_answers
from bench.read.flat import Flat, Thinned, grid_shift
from bench.read.live import written_to
from bench.read.parquet import ParquetPoints
from bench.read.points_data import Shape
from bench.read.report import DUCKDB, FLOOR, RUNSTONE, Answer
from bench.read.timing import Ask, take_turns
from runstone.index.index import Index
from runstone.query import series
from runstone.query.series import PanelAsk

BUCKETS = 1000


class PointsEngines:
    """The three engines over one built folder, the series of all of them numbered alike."""

    def __init__(self, shape: Shape, folder: Path, index: Index) -> None:
        self.shape = shape
        self.index = index
        self._flat = Flat(folder / "flat")
        self._parquet = ParquetPoints(folder / "parquet")

    def number(self, run: str, metric: str) -> int:
        """The number of a series of the long run or a wide one."""
        if run == "long":
            return 0
        return 1 + self.shape.wide_names.index(run) * self.shape.wide_metrics + self.shape.metrics.index(metric)

    def runstone(self, metric: str, runs: Sequence[str], lo: int | None = None, hi: int | None = None) -> bytes:
        """A panel as the server answers it: the binary frame."""
        return series.panel(self.index, PanelAsk(metric, runs, lo=lo, hi=hi, buckets=BUCKETS)).encode()

    def duckdb(
        self, runs: Sequence[str], metrics: Sequence[str], lo: int | None = None, hi: int | None = None
    ) -> dict[str, np.ndarray]:
        """Metrics of runs in one statement, on the grid that Runstone takes."""
        numbers = [self.number(run, metric) for metric in metrics for run in runs]
        steps = self.shape.long_steps if runs[0] == "long" else self.shape.wide_steps
        shift = grid_shift(lo or 0, steps - 1 if hi is None else hi, BUCKETS)
        return self._parquet.thinned(runs, numbers, shift, lo, hi)

    def numpy(self, numbers: Sequence[int], lo: int | None = None, hi: int | None = None) -> list[Thinned]:
        """Series one after the other."""
        return [self._flat.thinned(number, lo, hi, BUCKETS) for number in numbers]

    def check(self, run: str, metric: str) -> None:
        """All three give the same minima, maxima and counts for a series."""
        panel = series.panel(self.index, PanelAsk(metric, [run], buckets=BUCKETS))
        (flat,) = self.numpy([self.number(run, metric)])
        columns = self.duckdb([run], [metric])
        ours = panel.runs[0].values
        for row, name in ((1, "min"), (2, "max"), (4, "counts")):
            expected = getattr(flat, name)
            if not (np.array_equal(ours[row], expected) and np.array_equal(columns[name], expected)):
                raise AssertionError(f"The engines disagree about {name} of {metric} of {run}.")


Question = tuple[str, float | None, dict[str, Ask]]


def questions(engines: PointsEngines) -> Iterator[Question]:
    """What is asked, each with its target in milliseconds where it is asked at full size."""
    shape = engines.shape
    full = shape.points >= 100_000_000
    loss, runs = shape.metrics[0], shape.wide_names
    yield (
        f"one series of {amount(shape.long_steps)} steps, all of it",
        30 if full else None,
        {
            RUNSTONE: lambda: engines.runstone(loss, ["long"]),
            DUCKDB: lambda: engines.duckdb(["long"], [loss]),
            FLOOR: lambda: engines.numpy([0]),
        },
    )
    width = shape.long_steps // 100

    def zoom(ask: Callable[[int, int], object], seed: int) -> Ask:
        places = random.Random(seed)

        def once() -> object:
            lo = places.randrange(shape.long_steps - width)
            return ask(lo, lo + width - 1)

        return once

    yield (
        f"1 % of it ({amount(width)} steps) at a random place",
        8 if full else None,
        {
            RUNSTONE: zoom(lambda lo, hi: engines.runstone(loss, ["long"], lo, hi), 1),
            DUCKDB: zoom(lambda lo, hi: engines.duckdb(["long"], [loss], lo, hi), 1),
            FLOOR: zoom(lambda lo, hi: engines.numpy([0], lo, hi), 1),
        },
    )

    def some_run(ask: Callable[[str], object]) -> Ask:
        names = random.Random(2)
        return lambda: ask(names.choice(runs))

    yield (
        f"a random series of {amount(shape.wide_steps)} points",
        1 if full else None,
        {
            RUNSTONE: some_run(lambda run: engines.runstone(loss, [run])),
            DUCKDB: some_run(lambda run: engines.duckdb([run], [loss])),
            FLOOR: some_run(lambda run: engines.numpy([engines.number(run, loss)])),
        },
    )
    compared = [engines.number(run, loss) for run in runs]
    yield (
        f"compare {len(runs)} runs × {amount(shape.wide_steps)} points",
        40 if full else None,
        {
            RUNSTONE: lambda: engines.runstone(loss, runs),
            DUCKDB: lambda: engines.duckdb(runs, [loss]),
            FLOOR: lambda: engines.numpy(compared),
        },
    )
    shown = runs[:20]
    charts = [engines.number(run, metric) for metric in shape.metrics for run in shown]
    yield (
        f"dashboard: {len(shape.metrics)} panels × {len(shown)} runs",
        120 if full else None,
        {
            RUNSTONE: lambda: [engines.runstone(metric, shown) for metric in shape.metrics],
            DUCKDB: lambda: engines.duckdb(shown, shape.metrics),
            FLOOR: lambda: engines.numpy(charts),
        },
    )


def measure(engines: PointsEngines, budget_secs: float) -> list[Answer]:
    """Every question of every engine, in a home that nobody writes to."""
    for run in ("long", engines.shape.wide_names[-1]):
        engines.check(run, engines.shape.metrics[0])
    return [
        Answer("points", name, take_turns(asked, budget_secs), target) for name, target, asked in questions(engines)
    ]


def measure_live(engines: PointsEngines, idle: Sequence[Answer], budget_secs: float, in_process: bool) -> list[Answer]:
    """The same of Runstone while half a million points a second come in: at most twice as long as `idle`.

    Args:
        engines: as for `measure`.
        idle: what `measure` found.
        budget_secs: for each question.
        in_process: a thread of this process indexes, as the server's does; else the writing process does.
    """
    with written_to(engines.index.home, engines.index if in_process else None) as load:
        found = [take_turns({RUNSTONE: asked[RUNSTONE]}, budget_secs) for _, _, asked in questions(engines)]
    part = "live, own thread indexes" if in_process else "live, another process indexes"
    answers = []
    for before, times in zip(idle, found, strict=True):
        usual = before.engines[RUNSTONE].p50
        note = f"{times[RUNSTONE].p50 / usual:.1f}× idle, {load.points_per_sec / 1e3:.0f} k points/s"
        answers.append(Answer(part, before.question, times, 2 * usual if before.target_ms else None, note))
    return answers


def measure_first(engines: PointsEngines, calls: int) -> list[Answer]:
    """The first curve of a fresh process: the long one, and a short one."""
    shape, home = engines.shape, engines.index.home
    found = []
    for run, steps in (("long", shape.long_steps), (shape.wide_names[-1], shape.wide_steps)):
        question = ["curve", run, shape.metrics[0]]
        found += first_answers("points", home, question, f"a series of {amount(steps)} points", calls)
    return found


def amount(number: int) -> str:
    """A number as people say it: 10 M, 10 k."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:g} {letter}"
    return str(number)
