"""The bytes of the series store: axes, values, roll-up cells and frames.

Each is a format byte, the CRC-32 of the rest, and a zstd frame. Integers are kept as differences in the narrowest type that
holds them, floats as float32 where that loses nothing; bytes are shuffled (all first bytes, all second bytes, …), which is what
makes zstd see how little changes.
"""

from __future__ import annotations

import struct
import threading
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
import zstandard

from runstone.index.points import Float64, Int64

FORMAT = 1
LEVEL = 1

_HEAD = struct.Struct("<BI")
_INTS = struct.Struct("<IqB")  # how many, the first, bytes a difference
_CELLS = struct.Struct("<IBB")  # cells, bytes a value, bytes a cell
_TABLE = struct.Struct("<III")  # series, series of float32, bytes of the axis
_COUNT = struct.Struct("<I")

# A compressor must not be used by two threads at once.
_local = threading.local()


class IndexDamaged(Exception):
    """Bytes of the index are not what was written. The journals have everything: the index is made anew."""


class Table(NamedTuple):
    """Points of several series with the same steps and times: `values` has a row for each of `series`."""

    series: npt.NDArray[np.uint64]
    steps: Int64
    times: Int64
    values: Float64


class Cells(NamedTuple):
    """A roll-up: figures over the finite values of each cell, a cell being the steps with one `step >> shift`."""

    cell: Int64
    last: Float64
    min: Float64
    max: Float64
    sum: Float64
    counts: Int64


def _compress(body: bytes) -> bytes:
    compressor = getattr(_local, "compressor", None)
    if compressor is None:
        compressor = _local.compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=False)
    packed: bytes = compressor.compress(body)
    return _HEAD.pack(FORMAT, crc32(packed)) + packed


def _decompress(data: bytes) -> bytes:
    decompressor = getattr(_local, "decompressor", None)
    if decompressor is None:
        decompressor = _local.decompressor = zstandard.ZstdDecompressor()
    kind, checksum = _HEAD.unpack_from(data, 0)
    packed = memoryview(data)[_HEAD.size :]
    if kind != FORMAT or crc32(packed) != checksum:
        raise IndexDamaged("A block of points has another checksum than it was written with.")
    body: bytes = decompressor.decompress(packed)
    return body


def _shuffle(array: npt.NDArray[Any]) -> bytes:
    flat = np.ascontiguousarray(array).reshape(-1)
    if flat.itemsize == 1:
        return flat.tobytes()
    return flat.view(np.uint8).reshape(-1, flat.itemsize).T.tobytes()


def _unshuffle(data: memoryview, dtype: str) -> npt.NDArray[Any]:
    width = np.dtype(dtype).itemsize
    flat = np.frombuffer(data, dtype=np.uint8)
    if width == 1:
        return flat.view(dtype)
    return np.ascontiguousarray(flat.reshape(width, -1).T).reshape(-1).view(dtype)


def _pack_ints(values: Int64) -> bytes:
    """Differences in the narrowest type; none at all where they are all zero. int64 wraps around, and wraps back at reading."""
    steps = np.diff(values)
    low, high = (int(steps.min()), int(steps.max())) if steps.size else (0, 0)
    width = next(
        width
        for width in (0, 1, 2, 4, 8)
        if (low == high == 0 if width == 0 else -(1 << (8 * width - 1)) <= low and high < 1 << (8 * width - 1))
    )
    first = int(values[0]) if values.size else 0
    return _INTS.pack(len(values), first, width) + (_shuffle(steps.astype(f"<i{width}")) if width else b"")


def _unpack_ints(view: memoryview) -> tuple[Int64, memoryview]:
    count, first, width = _INTS.unpack_from(view, 0)
    view = view[_INTS.size :]
    out = np.zeros(count, np.int64)
    if not count:
        return out, view
    out[0] = first
    size = width * (count - 1)
    if width and count > 1:
        out[1:] = _unshuffle(view[:size], f"<i{width}")
    np.cumsum(out, out=out)
    return out, view[size:]


def pack_axis(steps: Int64, times: Int64) -> bytes:
    """Steps as differences, times as differences of differences."""
    return _compress(_axis_body(steps, times))


def _axis_body(steps: Int64, times: Int64) -> bytes:
    body = b""
    for values in (steps, times):
        strides = np.diff(values, prepend=values[:1] * 0) if values.size else values
        # The first value would be a difference as wide as itself; it is kept apart.
        body += struct.pack("<q", int(strides[0]) if strides.size else 0) + _pack_ints(strides[1:])
    return body


def _read_axis(view: memoryview) -> tuple[Int64, Int64]:
    columns = []
    for _ in range(2):
        (first,) = struct.unpack_from("<q", view, 0)
        strides, view = _unpack_ints(view[8:])
        whole = np.empty(len(strides) + 1, np.int64)
        whole[0], whole[1:] = first, strides
        columns.append(np.cumsum(whole))
    return columns[0], columns[1]


def unpack_axis(data: bytes) -> tuple[Int64, Int64]:
    """The steps and times; at least one of each."""
    return _read_axis(memoryview(_decompress(data)))


def is_float32(values: Float64) -> npt.NDArray[np.bool_]:
    """For each row, whether float32 holds all its values, down to the bits of a NaN."""
    with np.errstate(over="ignore", invalid="ignore"):
        back = values.astype("<f4").astype("<f8")
    same: npt.NDArray[np.bool_] = (back.view("<u8") == np.ascontiguousarray(values).view("<u8")).all(axis=-1)
    return same


def pack_values(values: Float64, narrow: bool) -> bytes:
    """One series' values."""
    width = 4 if narrow else 8
    return _compress(bytes([width]) + _shuffle(values.astype(f"<f{width}")))


def unpack_values(data: bytes) -> Float64:
    """The values of `pack_values`."""
    body = memoryview(_decompress(data))
    return _unshuffle(body[1:], f"<f{body[0]}").astype(np.float64)


def pack_cells(cells: Cells, narrow: bool) -> bytes:
    """A roll-up; its extremes are values of the series, so they are as narrow as those."""
    width = 4 if narrow else 8
    columns = [_shuffle(column.astype(f"<f{width}")) for column in (cells.last, cells.min, cells.max)]
    return _compress(
        _CELLS.pack(len(cells.cell), width, 0)
        + b"".join(columns)
        + _shuffle(cells.sum.astype("<f8"))
        + _pack_ints(cells.cell)
        + _pack_ints(cells.counts)
    )


def unpack_cells(data: bytes) -> Cells:
    """The roll-up of `pack_cells`."""
    view = memoryview(_decompress(data))
    count, width, _ = _CELLS.unpack_from(view, 0)
    view = view[_CELLS.size :]
    size = count * width
    last, low, high = (_unshuffle(view[at : at + size], f"<f{width}").astype(np.float64) for at in (0, size, 2 * size))
    view = view[3 * size :]
    total = _unshuffle(view[: 8 * count], "<f8")
    cell, view = _unpack_ints(view[8 * count :])
    counts, _ = _unpack_ints(view)
    return Cells(cell, last, low, high, total, counts)


def pack_frame(tables: list[Table]) -> bytes:
    """A batch of points of many series, compressed whole."""
    parts = [_COUNT.pack(len(tables))]
    for table in tables:
        narrow = is_float32(table.values)
        order = np.argsort(~narrow, kind="stable")
        count = int(narrow.sum())
        axis = _axis_body(table.steps, table.times)
        parts.append(_TABLE.pack(len(order), count, len(axis)))
        parts.append(table.series[order].astype("<u8").tobytes())
        parts.append(axis)
        parts.append(_shuffle(table.values[order[:count]].astype("<f4")))
        parts.append(_shuffle(table.values[order[count:]].astype("<f8")))
    return _compress(b"".join(parts))


class PackedTable:
    """A table of a frame as it lies there: of many series each can be had without the others."""

    def __init__(
        self, series: npt.NDArray[np.uint64], steps: Int64, times: Int64, narrow: memoryview, wide: memoryview
    ) -> None:
        self.series = series
        self.steps = steps
        self.times = times
        self._narrow = np.frombuffer(narrow, np.uint8).reshape(4, -1, len(steps))
        self._wide = np.frombuffer(wide, np.uint8).reshape(8, -1, len(steps))

    @property
    def size_bytes(self) -> int:
        """How much memory it takes, about."""
        return self._narrow.size + self._wide.size + 16 * len(self.steps) + 8 * len(self.series)

    def values(self, row: int) -> Float64:
        """The values of the series in this place."""
        narrow = self._narrow.shape[1]
        if row < narrow:
            return np.ascontiguousarray(self._narrow[:, row].T).reshape(-1).view("<f4").astype(np.float64)
        return np.ascontiguousarray(self._wide[:, row - narrow].T).reshape(-1).view("<f8")

    def unpack(self) -> Table:
        """All of it."""
        rows = len(self.steps)
        narrow = np.ascontiguousarray(self._narrow.reshape(4, -1).T).reshape(-1).view("<f4").astype(np.float64)
        wide = np.ascontiguousarray(self._wide.reshape(8, -1).T).reshape(-1).view("<f8")
        values = np.concatenate([narrow.reshape(-1, rows), wide.reshape(-1, rows)])
        return Table(self.series, self.steps, self.times, values)


def unpack_frame(data: bytes) -> list[PackedTable]:
    """The tables of `pack_frame`; the series of a table may be in another order."""
    view = memoryview(_decompress(data))
    (count,) = _COUNT.unpack_from(view, 0)
    view = view[_COUNT.size :]
    tables = []
    for _ in range(count):
        width, narrow, axis_bytes = _TABLE.unpack_from(view, 0)
        view = view[_TABLE.size :]
        series = np.frombuffer(view[: 8 * width], dtype="<u8")
        view = view[8 * width :]
        steps, times = _read_axis(view[:axis_bytes])
        view = view[axis_bytes:]
        cut = 4 * narrow * len(steps)
        end = cut + 8 * (width - narrow) * len(steps)
        tables.append(PackedTable(series, steps, times, view[:cut], view[cut:end]))
        view = view[end:]
    return tables
