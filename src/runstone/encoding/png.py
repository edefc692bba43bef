"""PNG, written fast: rows are filtered by NumPy and deflated by zlib, both without holding the interpreter."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Rows = npt.NDArray[np.uint8]

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_SIDE = (1 << 31) - 1
_COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
_HEADER = struct.Struct(">IIBBBBB")
_SUB, _UP, _AVERAGE = 1, 2, 3
# So much is filtered and deflated at a time: what lies in the caches is quick, and memory stays small.
_BLOCK_BYTES = 1 << 18
_SAMPLE_BYTES = 6 << 10
_SAMPLE_STRIPS = 3
_STRIPS_OF_NOISE = 24


class _Plan(NamedTuple):
    """How to deflate a picture: on differences of neighbours, by the filter that leaves least of a row, or on its bytes; looking for repetitions
    or only for runs."""

    filters: tuple[int, ...]
    strategy: int
    level: int


# Photographs have no repetitions worth the search, and are smaller without it; drawings have, some better in their bytes than in differences.
_RUNS = _Plan((_SUB, _UP), zlib.Z_RLE, 1)
_RUNS_OF_GRAIN = _Plan((_SUB, _UP, _AVERAGE), zlib.Z_RLE, 1)
_REPETITIONS = (_Plan((_SUB, _UP), zlib.Z_DEFAULT_STRATEGY, 4), _Plan((), zlib.Z_DEFAULT_STRATEGY, 4))
_AS_IT_IS = _Plan((), zlib.Z_DEFAULT_STRATEGY, 0)
# What the search for repetitions must gain, since it takes twice as long; and what is gained at least by deflating at all.
_WORTH = 0.95
_WORTH_DEFLATING = 0.985
# From here on it has grain, of which the mean of two neighbours leaves less than either of them.
_GRAINY = 0.3


def encode(pixels: Rows) -> bytes:
    """A picture as a PNG file without loss. The same pixels give the same bytes.

    Args:
        pixels: uint8 of shape (H, W) or (H, W, 1 to 4): grey, grey and alpha, RGB, RGBA. At least one pixel.
    """
    import numpy as np

    height, width = pixels.shape[:2]
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    rows = np.ascontiguousarray(pixels).reshape(height, width * channels)
    plan = _choose(rows, channels)
    compressor = _compressor(plan)
    data = []
    for start, stop in _blocks(height, rows.shape[1]):
        data.append(compressor.compress(_scanlines(rows, start, stop, channels, plan.filters).data))
    data.append(compressor.flush())
    header = _HEADER.pack(width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    chunks = [_chunk(b"IHDR", header), *(_chunk(b"IDAT", piece) for piece in data if piece), _chunk(b"IEND", b"")]
    return b"".join((SIGNATURE, *chunks))


def _chunk(name: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(data, zlib.crc32(name))
    return b"".join((struct.pack(">I", len(data)), name, data, struct.pack(">I", checksum)))


def _blocks(height: int, row_bytes: int) -> list[tuple[int, int]]:
    rows = max(1, _BLOCK_BYTES // row_bytes)
    return [(start, min(start + rows, height)) for start in range(0, height, rows)]


def _compressor(plan: _Plan) -> zlib._Compress:
    return zlib.compressobj(plan.level, zlib.DEFLATED, 15, 9, plan.strategy)


def _choose(rows: Rows, channels: int) -> _Plan:
    """The plan that does best on some strips of the picture."""
    if rows.size <= _SAMPLE_BYTES:
        return _REPETITIONS[0]
    best, least = _RUNS, _ratio(_RUNS, rows, channels, _SAMPLE_STRIPS)
    # Noise is as long deflated as not; before all of it is left as it is, more of it is looked at.
    if least > _WORTH_DEFLATING and _ratio(_RUNS, rows, channels, _STRIPS_OF_NOISE) > _WORTH_DEFLATING:
        return _AS_IT_IS
    if least > _GRAINY:
        best = _RUNS_OF_GRAIN
    least *= _WORTH
    for plan in _REPETITIONS:
        ratio = _ratio(plan, rows, channels, _SAMPLE_STRIPS)
        if ratio < least:
            best, least = plan, ratio
    return best


def _ratio(plan: _Plan, rows: Rows, channels: int, strips: int) -> float:
    """How long some strips of a picture are by a plan, over how long they are."""
    height, row_bytes = rows.shape
    strip = max(1, _SAMPLE_BYTES // _SAMPLE_STRIPS // row_bytes)
    starts = sorted({height * place // (strips + 1) for place in range(1, strips + 1)})
    compressor = _compressor(plan)
    size_bytes = given_bytes = 0
    for start in starts:
        lines = _scanlines(rows, start, min(start + strip, height), channels, plan.filters)
        given_bytes += lines.size
        size_bytes += len(compressor.compress(lines.data))
    return (size_bytes + len(compressor.flush())) / given_bytes


def _scanlines(rows: Rows, start: int, stop: int, channels: int, filters: tuple[int, ...]) -> Rows:
    """Rows of the file: a byte that names the filter, then the bytes, each row by the filter that leaves least of it."""
    import numpy as np

    block = rows[start:stop]
    lines = np.empty((stop - start, block.shape[1] + 1), np.uint8)
    body = lines[:, 1:]
    if not filters:
        lines[:, 0] = 0
        body[:] = block
        return lines
    above = rows[start - 1 : stop - 1] if start else np.concatenate([np.zeros_like(block[:1]), block[:-1]])
    lines[:, 0] = filters[0]
    _filter(filters[0], block, above, channels, body)
    least = _size(body)
    for other in filters[1:]:
        differences = np.empty_like(block)
        _filter(other, block, above, channels, differences)
        size = _size(differences)
        is_less = size < least
        lines[is_less, 0] = other
        body[is_less] = differences[is_less]
        least = np.minimum(least, size)
    return lines


def _filter(kind: int, block: Rows, above: Rows, channels: int, out: Rows) -> None:
    """Rows without what one of the filters expects of each byte: that of the pixel before it, of the one above it, or the mean of both."""
    import numpy as np

    if kind == _UP:
        np.subtract(block, above, out=out)
        return
    if kind == _SUB:
        out[:, :channels] = block[:, :channels]
        np.subtract(block[:, channels:], block[:, :-channels], out=out[:, channels:])
        return
    out[:, :channels] = above[:, :channels] >> 1
    left, up = block[:, :-channels], above[:, channels:]
    # The mean, rounded down, in the eight bits that there are.
    np.add(left & up, (left ^ up) >> 1, out=out[:, channels:])
    np.subtract(block, out, out=out)


def _size(differences: Rows) -> npt.NDArray[np.integer[Any]]:
    """How far the differences of each row are from nothing, as signed bytes."""
    import numpy as np

    # Half the time for the narrower sum, which holds rows of millions of pixels.
    found: npt.NDArray[np.integer[Any]] = np.minimum(differences, -differences).sum(
        axis=1, dtype=np.uint32 if differences.shape[1] < 1 << 24 else np.uint64
    )
    return found
