"""The points of many runs as one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from runstone.api.columns import Column, constant, join, names_beside
from runstone.api.rows import Rows
from runstone.api.run import StoredRun
from runstone.index.points import Float64, Int64

WIDE = ("run", "step", "time")


def wide(runs: Iterable[StoredRun], metrics: Sequence[str] | None, lo: int | None, hi: int | None) -> dict[str, Column]:
    """A row for each step of a run: `run`, `step`, `time`, and a column a metric; by name, or in the order asked for."""
    parts = [(run.id, run.rows(metrics, lo, hi)) for run in runs]
    found = dict.fromkeys(name for _, rows in parts for name in rows.values)
    names = sorted(found) if metrics is None else list(found)
    columns = {
        "run": Column("text", [run for run, rows in parts for _ in range(len(rows))]),
        "step": join([Column("int", np.empty(0, np.int64)), *(Column("int", rows.steps) for _, rows in parts)]),
        "time": join([Column("time", np.empty(0, np.int64)), *(Column("time", rows.times) for _, rows in parts)]),
    }
    for metric, name in names_beside(WIDE, names).items():
        columns[name] = join([metric_column(rows, metric) for _, rows in parts])
    return columns


def metric_column(rows: Rows, metric: str) -> Column:
    """One metric of rows, which may lack it."""
    if metric not in rows.values:
        return Column("float", np.full(len(rows), np.nan), np.zeros(len(rows), np.bool_))
    present = rows.present[metric]
    return Column("float", rows.values[metric], None if present.all() else present)


def long(runs: Iterable[StoredRun], metrics: Sequence[str] | None, lo: int | None, hi: int | None) -> dict[str, Column]:
    """A row for each point: `run`, `metric`, `step`, `time`, `value`."""
    parts = [no_points()]
    for run in runs:
        for metric in run.metric_names(metrics):
            steps, times, values = run.series(metric, lo, hi)
            parts.append(points(run.id, metric, steps, times, values))
    return {name: join([part[name] for part in parts]) for name in parts[0]}


def points(run: str, metric: str, steps: Int64, times: Int64, values: Float64) -> dict[str, Column]:
    """Points of one metric of a run as columns of the long form."""
    return {
        "run": constant(run, len(steps)),
        "metric": constant(metric, len(steps)),
        "step": Column("int", steps),
        "time": Column("time", times),
        "value": Column("float", values),
    }


def no_points() -> dict[str, Column]:
    """The long form without a row."""
    return points("", "", np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
