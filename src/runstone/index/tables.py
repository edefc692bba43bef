"""From points to tables and back: finding, without a loop over points, which series were logged together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from runstone.index.codec import Table
from runstone.index.points import POINT, Points, settle


def to_tables(points: npt.NDArray[np.void]) -> list[Table]:
    """An array of POINT as tables: each series once, its steps ascending and each once, series with equal steps and times together."""
    if not len(points):
        return []
    series, steps, times, values = (np.ascontiguousarray(points[name]) for name in ("series", "step", "time", "value"))
    starts = _starts(series)
    ids = series[starts]
    if len(np.unique(ids)) != len(ids):
        order = np.argsort(series, kind="stable")
        series, steps, times, values = series[order], steps[order], times[order], values[order]
        starts = _starts(series)
        ids = series[starts]
    ascending = steps[1:] > steps[:-1]
    ascending[starts[1:] - 1] = True
    if not ascending.all():
        order = np.lexsort((times, steps, series))
        series, steps = series[order], steps[order]
        final = np.append((steps[1:] != steps[:-1]) | (series[1:] != series[:-1]), True)
        series, steps, times, values = series[final], steps[final], times[order][final], values[order][final]
        starts = _starts(series)
        ids = series[starts]
    return list(_grouped(ids, starts, steps, times, values))


def _starts(series: npt.NDArray[np.uint64]) -> npt.NDArray[np.intp]:
    return np.flatnonzero(np.append(True, series[1:] != series[:-1]))


def _grouped(
    ids: npt.NDArray[np.uint64],
    starts: npt.NDArray[np.intp],
    steps: npt.NDArray[np.int64],
    times: npt.NDArray[np.int64],
    values: npt.NDArray[np.float64],
) -> Iterator[Table]:
    lengths = np.diff(np.append(starts, len(steps)))
    changes = np.append(np.flatnonzero(np.append(True, lengths[1:] != lengths[:-1])), len(lengths))
    for first, last in pairwise(changes.tolist()):
        rows = int(lengths[first])
        begin = int(starts[first])
        end = begin + rows * (last - first)
        all_steps = steps[begin:end].reshape(-1, rows)
        all_times = times[begin:end].reshape(-1, rows)
        all_values = values[begin:end].reshape(-1, rows)
        together = (all_steps[1:] == all_steps[:-1]).all(axis=1) & (all_times[1:] == all_times[:-1]).all(axis=1)
        cuts = [0, *(np.flatnonzero(~together) + 1).tolist(), last - first]
        for low, high in pairwise(cuts):
            yield Table(ids[first + low : first + high], all_steps[low], all_times[low], all_values[low:high])


def to_points(tables: list[Table]) -> npt.NDArray[np.void]:
    """The points of tables, series by series."""
    out = np.empty(sum(table.values.size for table in tables), POINT)
    at = 0
    for table in tables:
        width, rows = table.values.shape
        view = out[at : at + width * rows].reshape(width, rows)
        view["series"], view["step"], view["time"] = table.series[:, None], table.steps, table.times
        view["value"] = table.values
        at += width * rows
    return out


def join_tables(parts: list[Table]) -> list[Table]:
    """Tables merged: batches that hold the same series are put one behind the other without touching single points."""
    groups: dict[bytes, list[Table]] = {}
    owner: dict[int, bytes] = {}
    for part in parts:
        order = np.argsort(part.series)
        part = Table(part.series[order], part.steps, part.times, part.values[order])
        key = part.series.tobytes()
        groups.setdefault(key, []).append(part)
        for series in part.series.tolist():
            if owner.setdefault(series, key) != key:
                # A metric that is logged in company that changes: its points must be sorted out one series at a time.
                return to_tables(to_points(parts))
    joined = []
    for tables in groups.values():
        points = Points(
            np.concatenate([table.steps for table in tables]),
            np.concatenate([table.times for table in tables]),
            np.arange(sum(len(table.steps) for table in tables)).astype(np.float64),
        )
        # The values travel as positions, so that sorting happens once for all series of the table.
        settled = settle(points)
        values = np.concatenate([table.values for table in tables], axis=1)
        if settled is not points:
            values = values[:, settled.values.astype(np.intp)]
        joined.append(Table(tables[0].series, settled.steps, settled.times, values))
    return joined
