"""The writing half of the SQLite series store: frames that take a batch at once, and blocks that curves are read from.

A batch lands as one frame, so that its cost does not grow with the number of metrics. 32 frames are merged into one; as soon as a
series has a thousand points in a frame, they become blocks: at most 8,192 points of one series with a roll-up beside them. A batch
that brings a thousand points of a series at once (catching up with a long journal) goes into blocks directly.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from runstone.index import codec
from runstone.index.cache import Cache
from runstone.index.codec import Cells, PackedTable, Table
from runstone.index.figures import BlockRows
from runstone.index.points import Float64, Int64, Points, settle
from runstone.index.tables import join_tables

BLOCK_POINTS = 8192
CELL_POINTS = 64
FOLD_POINTS = 1024
FAN_IN = 32

# A late batch that touches more blocks than this is left beside them: readers merge, and compaction makes it permanent.
_MOST_NEIGHBOURS = 8

Axis = tuple[Int64, Int64]


class Frame:
    """A decompressed frame."""

    def __init__(self, tables: list[PackedTable]) -> None:
        self._tables = tables
        series = np.concatenate([table.series for table in tables])
        # A dictionary would take longer to make than the frame to decode, and a hundred bytes a metric.
        self._order = np.argsort(series)
        self._series = series[self._order]
        self._ends = np.cumsum([len(table.series) for table in tables])

    @property
    def size_bytes(self) -> int:
        """About how much memory it takes."""
        return sum(table.size_bytes for table in self._tables) + 16 * len(self._series) + 500

    @property
    def tables(self) -> list[Table]:
        """All that it has, unpacked."""
        return [table.unpack() for table in self._tables]

    def points(self, series: int) -> Points | None:
        """The points of one series; None if the frame has none."""
        at = int(self._series.searchsorted(np.uint64(series)))
        if at == len(self._series) or self._series[at] != series:
            return None
        place = int(self._order[at])
        number = int(self._ends.searchsorted(place, "right"))
        table = self._tables[number]
        return Points(table.steps, table.times, table.values(place - int(self._ends[number]) + len(table.series)))


class Blocks:
    """Frames, axes and blocks of one connection. Transactions are the caller's."""

    def __init__(self, connection: sqlite3.Connection, cache: Cache) -> None:
        self._connection = connection
        self._cache = cache

    def frame(self, number: int) -> Frame:
        """A frame by its id."""

        def load() -> Frame:
            (data,) = self._connection.execute("SELECT data FROM frame WHERE id = ?", (number,)).fetchone()
            return Frame(codec.unpack_frame(data))

        return self._cache.get(("frame", number), load, lambda frame: frame.size_bytes)

    def axis(self, number: int) -> Axis:
        """Steps and times by the id of an axis."""

        def load() -> Axis:
            (data,) = self._connection.execute("SELECT data FROM axis WHERE id = ?", (number,)).fetchone()
            return codec.unpack_axis(data)

        return self._cache.get(("axis", number), load, lambda axis: 16 * len(axis[0]))

    def values(self, block: int) -> Float64:
        """The values of a block."""

        def load() -> Float64:
            (data,) = self._connection.execute("SELECT data FROM block_data WHERE block = ?", (block,)).fetchone()
            return codec.unpack_values(data)

        return self._cache.get(("values", block), load, lambda values: values.nbytes)

    def cells(self, block: int) -> Cells:
        """The roll-up of a block. It is small, and what is made of it is kept, so it is not."""
        (data,) = self._connection.execute("SELECT cells FROM block WHERE id = ?", (block,)).fetchone()
        return codec.unpack_cells(data)

    def points(self, block: int, axis: int) -> Points:
        """The points of a block."""
        return Points(*self.axis(axis), self.values(block))

    def add(self, run: int, tables: list[Table]) -> None:
        """Take in a batch."""
        long = [table for table in tables if len(table.steps) >= FOLD_POINTS]
        short = [table for table in tables if len(table.steps) < FOLD_POINTS]
        for table in long:
            self.fold(run, table)
        if short:
            self._add_frame(run, 0, short)

    def _add_frame(self, run: int, level: int, tables: list[Table]) -> None:
        self._connection.execute(
            "INSERT INTO frame (run, level, points, data) VALUES (?, ?, ?, ?)",
            (run, level, sum(table.values.size for table in tables), codec.pack_frame(tables)),
        )
        (frames,) = self._connection.execute(
            "SELECT count(*) FROM frame WHERE run = ? AND level = ?", (run, level)
        ).fetchone()
        if frames >= FAN_IN:
            self.merge_frames(run, level)

    def merge_frames(self, run: int, level: int | None = None, fold_points: int = FOLD_POINTS) -> None:
        """Merge the frames of a run into one, or into blocks where a series has enough points.

        Args:
            run: the run.
            level: only frames of this level; None for all.
            fold_points: how many points are enough.
        """
        found = self._connection.execute(
            "SELECT id, level FROM frame WHERE run = ? AND (? IS NULL OR level = ?) ORDER BY id", (run, level, level)
        ).fetchall()
        if not found:
            return
        tables = join_tables([table for number, _ in found for table in self.frame(number).tables])
        self._connection.executemany("DELETE FROM frame WHERE id = ?", [(number,) for number, _ in found])
        for table in tables:
            if len(table.steps) >= fold_points:
                self.fold(run, table)
        short = [table for table in tables if len(table.steps) < fold_points]
        if short:
            self._add_frame(run, max(level for _, level in found) + (level is not None), short)

    def fold(self, run: int, table: Table, most_neighbours: int = _MOST_NEIGHBOURS) -> None:
        """Turn a table into blocks, together with the blocks of its series that it overlaps, and the last one that is not full."""
        groups: dict[tuple[int, ...], list[tuple[int, list[int]]]] = {}
        for row, series in enumerate(table.series.tolist()):
            neighbours = self._neighbours(series, int(table.steps[0]), most_neighbours)
            key = tuple(axis for _, axis in neighbours)
            groups.setdefault(key, []).append((row, [block for block, _ in neighbours]))
        for axes, members in groups.items():
            rows = [row for row, _ in members]
            series_ids = table.series[rows]
            if not axes:
                self._write(run, series_ids, table.steps, table.times, table.values[rows])
                continue
            known = [self.axis(axis) for axis in axes]
            steps = np.concatenate([*(axis[0] for axis in known), table.steps])
            times = np.concatenate([*(axis[1] for axis in known), table.times])
            values = np.stack(
                [
                    np.concatenate([*(self.values(block) for block in blocks), table.values[row]])
                    for row, blocks in members
                ]
            )
            order = settle(Points(steps, times, np.arange(len(steps), dtype=np.float64))).values.astype(np.intp)
            self._remove([block for _, blocks in members for block in blocks], axes)
            self._write(run, series_ids, steps[order], times[order], values[:, order])

    def replace(self, run: int, series: int, rows: BlockRows, stretches: list[Points]) -> None:
        """Put these points in the place of some blocks of a series. What is removed must be in them: readers take new blocks for the sign of a change."""
        self._remove(rows["id"].tolist(), rows["axis"].tolist())
        for points in stretches:
            self._write(run, np.array([series], np.uint64), points.steps, points.times, points.values[None, :])

    def _neighbours(self, series: int, first_step: int, most: int) -> list[tuple[int, int]]:
        found = self._connection.execute(
            "SELECT id, axis, count, last_step FROM block WHERE series = ? ORDER BY first_step DESC LIMIT ?",
            (series, most),
        ).fetchall()
        chosen = [(block, axis) for block, axis, _, last_step in found if last_step >= first_step]
        if len(chosen) == most:
            return []
        if not chosen and found and found[0][2] < BLOCK_POINTS:
            chosen = [(found[0][0], found[0][1])]
        return chosen[::-1]

    def _remove(self, blocks: list[int], axes: Iterable[int]) -> None:
        self._connection.executemany("DELETE FROM block WHERE id = ?", [(block,) for block in blocks])
        self._connection.executemany("DELETE FROM block_data WHERE block = ?", [(block,) for block in blocks])
        self._connection.executemany(
            "DELETE FROM axis WHERE id = ? AND NOT EXISTS (SELECT 1 FROM block WHERE axis = axis.id)",
            [(axis,) for axis in set(axes)],
        )

    def _write(self, run: int, series: npt.NDArray[np.uint64], steps: Int64, times: Int64, values: Float64) -> None:
        for first in range(0, len(steps), BLOCK_POINTS):
            cut = slice(first, first + BLOCK_POINTS)
            self._write_blocks(run, series.tolist(), steps[cut], times[cut], np.ascontiguousarray(values[:, cut]))

    def _write_blocks(self, run: int, series: Sequence[int], steps: Int64, times: Int64, values: Float64) -> None:
        axis = self._connection.execute(
            "INSERT INTO axis (run, data) VALUES (?, ?)", (run, codec.pack_axis(steps, times))
        ).lastrowid
        shift = cell_shift(int(steps[0]), int(steps[-1]), len(steps))
        rollups = roll_up(steps >> shift, values)
        narrow = codec.is_float32(values).tolist()
        finite = np.isfinite(values)
        low = high = values
        if not finite.all():
            low, high = np.where(finite, values, np.inf), np.where(finite, values, -np.inf)
        counts = finite.sum(axis=1).tolist()
        least, most = low.argmin(axis=1).tolist(), high.argmax(axis=1).tolist()
        first_time, last_time = int(times.min()), int(times.max())
        for row, number in enumerate(series):
            cells = rollups[row]
            known = counts[row] > 0
            facts: dict[str, Any] = {
                "run": run,
                "series": number,
                "axis": axis,
                "count": len(steps),
                "nonfinite": len(steps) - counts[row],
                "first_step": int(steps[0]),
                "last_step": int(steps[-1]),
                "first_time": first_time,
                "last_time": last_time,
                "last": float(values[row, -1]),
                "last_finite": float(cells.last[-1]) if known else None,
                "min": float(values[row, least[row]]) if known else None,
                "min_step": int(steps[least[row]]) if known else None,
                "max": float(values[row, most[row]]) if known else None,
                "max_step": int(steps[most[row]]) if known else None,
                "sum": _total(cells.sum),
                "shift": shift,
                "cells": codec.pack_cells(cells, narrow[row]),
            }
            block = self._connection.execute(_INSERT_BLOCK, facts).lastrowid
            self._connection.execute(
                "INSERT INTO block_data (block, data) VALUES (?, ?)",
                (block, codec.pack_values(values[row], narrow[row])),
            )


_BLOCK_COLUMNS = [
    "run",
    "series",
    "axis",
    "count",
    "nonfinite",
    "first_step",
    "last_step",
    "first_time",
    "last_time",
    "last",
    "last_finite",
    "min",
    "min_step",
    "max",
    "max_step",
    "sum",
    "shift",
    "cells",
]
_INSERT_BLOCK = (
    f"INSERT INTO block ({', '.join(_BLOCK_COLUMNS)}) VALUES ({', '.join(':' + column for column in _BLOCK_COLUMNS)})"
)


def _total(sums: Float64) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        total = float(sums.sum())
    # SQLite has no NaN: a sum that ran out of range both ways is told as zero, its mean is nothing anybody could use.
    return total if total == total else 0.0


def cell_shift(first_step: int, last_step: int, count: int) -> int:
    """The shift that puts about 64 of these points into a cell."""
    return max(0, min(62, ((last_step - first_step + 1) * CELL_POINTS // count).bit_length() - 1))


def roll_up(cell_of: Int64, values: Float64) -> list[Cells]:
    """The roll-up of each row of values; `cell_of` is the cell of each column, ascending. Cells without a finite value are left out."""
    starts = np.flatnonzero(np.append(True, cell_of[1:] != cell_of[:-1]))
    cells = cell_of[starts]
    sizes = np.diff(np.append(starts, len(cell_of)))
    finite = np.isfinite(values)
    with np.errstate(over="ignore", invalid="ignore"):
        if finite.all():
            last = values[:, np.append(starts[1:], len(cell_of)) - 1]
            low = np.minimum.reduceat(values, starts, axis=1)
            high = np.maximum.reduceat(values, starts, axis=1)
            total = np.add.reduceat(values, starts, axis=1)
            return [Cells(cells, *columns, sizes) for columns in zip(last, low, high, total, strict=True)]
        counts = np.add.reduceat(finite.astype(np.int64), starts, axis=1)
        low = np.minimum.reduceat(np.where(finite, values, np.inf), starts, axis=1)
        high = np.maximum.reduceat(np.where(finite, values, -np.inf), starts, axis=1)
        total = np.add.reduceat(np.where(finite, values, 0.0), starts, axis=1)
        where = np.maximum.reduceat(np.where(finite, np.arange(len(cell_of)), -1), starts, axis=1)
    rows = []
    for row in range(len(values)):
        some = counts[row] > 0
        rows.append(
            Cells(
                cells[some],
                values[row, where[row][some]],
                low[row][some],
                high[row][some],
                total[row][some],
                counts[row][some],
            )
        )
    return rows
