"""A panel: curves of several runs on one grid of buckets, and its binary form (docs/http-api.md)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from runstone.query.bands import BAND_COLUMNS

COLUMNS = ["last", "min", "max", "mean", "count"]
SMOOTH = "smooth"
MAX_FLOAT32_COUNT = 1 << 24

Float64 = npt.NDArray[np.float64]
NonFinite = Literal["NaN", "Infinity", "-Infinity"]

# What may be rounded to float32: it is reckoned, and nobody's value.
_RECKONED = {*BAND_COLUMNS, "mean", SMOOTH} - {"min", "max"}


class PanelRun(NamedTuple):
    """One run's curve: `values` has a row for each of the panel's `columns` and a column for each bucket, NaN where the run has nothing.

    `nonfinite` are [x, kind] of points that are NaN or infinite; `left_out` counts points whose x is; `inherited_until` is the x up to which
    the points are a parent's.
    """

    id: str
    points: int
    values: Float64
    inherited_until: float | None
    nonfinite: list[tuple[float, NonFinite]]
    left_out: int = 0


class PanelGroup(NamedTuple):
    """Several runs as one band: `values` has a row for each of the panel's `group_columns` and a column for each bucket."""

    group: str
    runs: int
    values: Float64


class _Block(msgspec.Struct, frozen=True):
    offset: int
    dtype: Literal["f4", "f8"]


class _RunHead(msgspec.Struct, frozen=True):
    id: str
    offset: int
    count: int
    columns: list[str]
    inherited_until: float | None
    nonfinite: list[tuple[float, NonFinite]]
    left_out: int


class _GroupHead(msgspec.Struct, frozen=True):
    group: str
    offset: int
    runs: int
    columns: list[str]


class _Head(msgspec.Struct, frozen=True):
    metric: str
    x: str
    width: float
    buckets: int
    revision: int
    exact: bool
    dtype: Literal["f4", "f8"]
    grid: _Block
    runs: list[_RunHead]
    groups: list[_GroupHead]


class Panel(NamedTuple):
    """Curves of one metric. `grid` is the x of each bucket that some run has a point in, ascending; `width` is how much of x a bucket spans,
    0 where every bucket is one x. With `groups` there are no `runs`."""

    metric: str
    x: str
    width: float
    revision: int
    grid: Float64
    runs: list[PanelRun]
    groups: Sequence[PanelGroup] = ()
    smoothed: bool = False

    @property
    def exact(self) -> bool:
        """Whether every bucket is one x."""
        return self.width == 0

    @property
    def columns(self) -> list[str]:
        """What the rows of a run are."""
        return [*COLUMNS, SMOOTH] if self.smoothed else COLUMNS

    @property
    def group_columns(self) -> list[str]:
        """What the rows of a group are."""
        return [*BAND_COLUMNS, SMOOTH] if self.smoothed else BAND_COLUMNS

    def encode(self) -> bytes:
        """The panel as one binary frame."""
        of_runs = _stacked([run.values for run in self.runs], self.columns, self.grid)
        of_groups = _stacked([group.values for group in self.groups], self.group_columns, self.grid)
        told: list[npt.NDArray[np.floating[Any]]] = [of_runs, of_groups]
        dtype: Literal["f4", "f8"] = "f8"
        narrow_runs, narrow_groups = _narrowed(of_runs, self.columns), _narrowed(of_groups, self.group_columns)
        if narrow_runs is not None and narrow_groups is not None:
            told, dtype = [narrow_runs, narrow_groups], "f4"
        blocks = [_padded(self.grid.astype("<f8").tobytes())]
        blocks += [_padded(table.astype(f"<{dtype}", copy=False).tobytes()) for tables in told for table in tables]
        head_bytes = 0
        while True:
            # Offsets are told in the head, and depend on its length: twice is enough but where a number gets a digit.
            offset = 4 + head_bytes + -(4 + head_bytes) % 8
            head = msgspec.json.encode(self._head(dtype, offset, [len(block) for block in blocks]))
            if len(head) == head_bytes:
                break
            head_bytes = len(head)
        return b"".join([_padded(struct.pack("<I", len(head)) + head), *blocks])

    @classmethod
    def decode(cls, frame: bytes) -> Panel:
        """The panel that `encode` was called on, but for what is reckoned, which may have been rounded to float32.

        Raises:
            ValueError: the bytes are no such frame.
        """
        if len(frame) < 4:
            raise ValueError("The frame has no head.")
        (head_bytes,) = struct.unpack_from("<I", frame)
        head = msgspec.json.decode(frame[4 : 4 + head_bytes], type=_Head)
        buckets = head.buckets

        def table(offset: int, columns: list[str]) -> Float64:
            found = np.frombuffer(frame, f"<{head.dtype}", len(columns) * buckets, offset)
            return found.astype(np.float64).reshape(len(columns), buckets)

        return cls(
            head.metric,
            head.x,
            head.width,
            head.revision,
            np.frombuffer(frame, "<f8", buckets, head.grid.offset).astype(np.float64),
            [
                PanelRun(
                    run.id,
                    run.count,
                    table(run.offset, run.columns),
                    run.inherited_until,
                    run.nonfinite,
                    run.left_out,
                )
                for run in head.runs
            ],
            [PanelGroup(group.group, group.runs, table(group.offset, group.columns)) for group in head.groups],
            any(SMOOTH in run.columns for run in head.runs) or any(SMOOTH in group.columns for group in head.groups),
        )

    def _head(self, dtype: Literal["f4", "f8"], offset: int, sizes: list[int]) -> _Head:
        offsets = [offset]
        for size in sizes:
            offsets.append(offsets[-1] + size)
        columns, group_columns = self.columns, self.group_columns
        return _Head(
            self.metric,
            self.x,
            self.width,
            len(self.grid),
            self.revision,
            self.exact,
            dtype,
            _Block(offset, "f8"),
            [
                _RunHead(run.id, at, run.points, columns, run.inherited_until, run.nonfinite, run.left_out)
                for run, at in zip(self.runs, offsets[1:], strict=False)
            ],
            [
                _GroupHead(group.group, at, group.runs, group_columns)
                for group, at in zip(self.groups, offsets[1 + len(self.runs) :], strict=False)
            ],
        )


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 8)


def _stacked(tables: list[Float64], columns: Sequence[str], grid: Float64) -> Float64:
    return np.stack(tables) if tables else np.empty((0, len(columns), len(grid)))


def _narrowed(values: Float64, columns: Sequence[str]) -> npt.NDArray[np.float32] | None:
    """The values as float32, or None where that cannot hold a logged one; a mean is nobody's value and may be rounded."""
    with np.errstate(over="ignore"):
        narrow = values.astype(np.float32)
    for row, column in enumerate(columns):
        logged = values[:, row]
        if column == "count":
            if (logged >= MAX_FLOAT32_COUNT).any():
                return None
        elif column not in _RECKONED:
            same = narrow[:, row] == logged
            if not same.all() and not (same | np.isnan(logged)).all():
                return None
    return narrow
