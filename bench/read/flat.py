"""The floor: points as raw arrays in files, thinned by numpy. No name, no compression, no roll-up, nothing that may change."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from bench.read.journals import Chunk, Float64, Int64


class Thinned(NamedTuple):
    """A series in buckets of `step >> shift`."""

    bucket: Int64
    last: Float64
    min: Float64
    max: Float64
    mean: Float64
    counts: Int64


class FlatWriter:
    """Puts series one behind the other into three files."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._files: dict[str, BinaryIO] = {
            name: open(folder / name, "wb")  # noqa: SIM115 - closed by `close`
            for name in ("steps", "times", "values")
        }
        self._counts: list[int] = []

    def add(self, chunk: Chunk, more: bool) -> None:
        """The series of a chunk; with `more`, the last series goes on."""
        for column in range(len(chunk.names)):
            chunk.steps.tofile(self._files["steps"])
            chunk.times.tofile(self._files["times"])
            np.ascontiguousarray(chunk.values[:, column]).tofile(self._files["values"])
            if more:
                self._counts[-1] += len(chunk.steps)
            else:
                self._counts.append(len(chunk.steps))

    def close(self) -> None:
        """Write where each series begins."""
        for file in self._files.values():
            file.close()
        np.concatenate([[0], np.cumsum(self._counts)]).astype(np.int64).tofile(self._folder / "starts")


class Flat:
    """Reads what FlatWriter wrote, memory-mapped. Series are numbered in the order of writing."""

    def __init__(self, folder: Path) -> None:
        self._steps: Int64 = np.memmap(folder / "steps", np.int64, "r")
        self._values: Float64 = np.memmap(folder / "values", np.float64, "r")
        self._starts: list[int] = np.fromfile(folder / "starts", np.int64).tolist()

    def thinned(self, series: int, lo: int | None = None, hi: int | None = None, buckets: int = 1000) -> Thinned:
        """One series within inclusive limits on its steps, on the grid that Runstone takes."""
        steps = self._steps[self._starts[series] : self._starts[series + 1]]
        values = self._values[self._starts[series] : self._starts[series + 1]]
        first = 0 if lo is None else int(np.searchsorted(steps, lo, "left"))
        last = len(steps) if hi is None else int(np.searchsorted(steps, hi, "right"))
        steps, values = steps[first:last], values[first:last]
        low = int(steps[0]) if lo is None else max(lo, int(steps[0]))
        high = int(steps[-1]) if hi is None else min(hi, int(steps[-1]))
        at = steps >> grid_shift(low, high, buckets)
        starts = np.flatnonzero(np.append(True, at[1:] != at[:-1]))
        ends = np.append(starts[1:], len(at))
        counts = ends - starts
        return Thinned(
            at[starts],
            values[ends - 1],
            np.minimum.reduceat(values, starts),
            np.maximum.reduceat(values, starts),
            np.add.reduceat(values, starts) / counts,
            counts,
        )


def grid_shift(low: int, high: int, buckets: int) -> int:
    """The least shift that makes no more than so many buckets between two steps."""
    shift = 0
    while (high >> shift) - (low >> shift) >= buckets:
        shift += 1
    return shift
