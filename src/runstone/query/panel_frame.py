"""A panel: curves of several runs on one grid of buckets, and its binary form (docs/http-api.md)."""

from __future__ import annotations

import struct
from typing import Any, Literal, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

COLUMNS = ["last", "min", "max", "mean", "count"]
MAX_FLOAT32_COUNT = 1 << 24


class PanelRun(NamedTuple):
    """One run's curve: `values` has a row for each of COLUMNS and a column for each bucket, NaN where the run has nothing.

    `nonfinite` are [x, kind] of points that are NaN or infinite; `inherited_until` is the x up to which the points are a parent's.
    """

    id: str
    points: int
    values: npt.NDArray[np.float64]
    inherited_until: int | None
    nonfinite: list[tuple[int, Literal["NaN", "Infinity", "-Infinity"]]]


class _Block(msgspec.Struct, frozen=True):
    offset: int
    dtype: Literal["f4", "f8"]


class _RunHead(msgspec.Struct, frozen=True):
    id: str
    offset: int
    count: int
    inherited_until: int | None
    nonfinite: list[tuple[int, Literal["NaN", "Infinity", "-Infinity"]]]


class _Head(msgspec.Struct, frozen=True):
    """What a reader needs of the head of a frame."""

    metric: str
    x: str
    shift: int
    buckets: int
    revision: int
    exact: bool
    dtype: Literal["f4", "f8"]
    grid: _Block
    runs: list[_RunHead]


class Panel(NamedTuple):
    """Curves of one metric. `grid` is the x of each bucket that some run has a point in, ascending."""

    metric: str
    x: str
    shift: int
    revision: int
    exact: bool
    grid: npt.NDArray[np.float64]
    runs: list[PanelRun]

    def encode(self) -> bytes:
        """The panel as one binary frame."""
        dtype = "f4" if all(_fits_float32(run.values) for run in self.runs) else "f8"
        blocks = [_padded(self.grid.astype("<f8").tobytes())]
        blocks += [_padded(run.values.astype(f"<{dtype}").tobytes()) for run in self.runs]
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
        """The panel that `encode` was called on, but for means, which may have been rounded to float32.

        Raises:
            ValueError: the bytes are no such frame.
        """
        if len(frame) < 4:
            raise ValueError("The frame has no head.")
        (head_bytes,) = struct.unpack_from("<I", frame)
        head = msgspec.json.decode(frame[4 : 4 + head_bytes], type=_Head)
        buckets = head.buckets

        def block(offset: int, dtype: str, size: int) -> npt.NDArray[np.float64]:
            return np.frombuffer(frame, f"<{dtype}", size, offset).astype(np.float64)

        runs = [
            PanelRun(
                run.id,
                run.count,
                block(run.offset, head.dtype, len(COLUMNS) * buckets).reshape(len(COLUMNS), buckets),
                run.inherited_until,
                run.nonfinite,
            )
            for run in head.runs
        ]
        grid = block(head.grid.offset, head.grid.dtype, buckets)
        return cls(head.metric, head.x, head.shift, head.revision, head.exact, grid, runs)

    def _head(self, dtype: str, offset: int, sizes: list[int]) -> dict[str, Any]:
        grid: dict[str, Any] = {"offset": offset, "dtype": "f8"}
        runs = []
        for run, size in zip(self.runs, sizes, strict=False):
            offset += size
            runs.append(
                {
                    "id": run.id,
                    "offset": offset,
                    "count": run.points,
                    "columns": COLUMNS,
                    "inherited_until": run.inherited_until,
                    "nonfinite": run.nonfinite,
                }
            )
        return {
            "metric": self.metric,
            "x": self.x,
            "shift": self.shift,
            "buckets": len(self.grid),
            "revision": self.revision,
            "exact": self.exact,
            "dtype": dtype,
            "grid": grid,
            "runs": runs,
        }


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 8)


def _fits_float32(values: npt.NDArray[np.float64]) -> bool:
    """Whether float32 holds every logged value; a mean is nobody's value and may be rounded."""
    logged, counts = values[:3], values[4]
    with np.errstate(over="ignore"):
        narrow = logged.astype("<f4").astype("<f8")
    same = bool(((narrow == logged) | np.isnan(logged)).all())
    return same and not bool((counts >= MAX_FLOAT32_COUNT).any())
