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
_SUB, _UP, _AVERAGE, _PAETH = 1, 2, 3, 4
# So much is filtered and deflated at a time: what lies in the caches is quick, and memory stays small.
_BLOCK_BYTES = 1 << 18
_SAMPLE_BYTES = 6 << 10
_SAMPLE_STRIPS = 3
_SAMPLE_WINDOW_BITS = 13
# The slowest filter tells no more of a sample.
_SAMPLED = (_UP, _SUB)
_STRIPS_OF_NOISE = 24


class Plan(NamedTuple):
    """How to deflate a picture: on differences of neighbours, by the filter that leaves least of a row, or on its bytes; looking for repetitions
    or only for runs."""

    filters: tuple[int, ...]
    strategy: int
    level: int
    # What a sample of the picture leaves, of 1.
    ratio: float = 1.0
    # The last filter is tried on rows of which more is left than so many times the mean.
    worth: float = 0.0

    @property
    def is_quick(self) -> bool:
        """Whether it takes no longer than to write the pixels to the disk and read them again."""
        return self.ratio < _QUICK and self.level < _LONG_SEARCH


# Photographs have no repetitions worth the search, and are smaller without it. Flat shapes are runs of nothing where neighbours are taken away.
_RUNS_OF_GRAIN = Plan((_UP, _SUB, _AVERAGE), zlib.Z_RLE, 1)
# Few of their rows have most of what is left; the slowest filter does nothing for the others.
_RUNS_OF_SHAPES = Plan((_UP, _SUB, _PAETH), zlib.Z_RLE, 1, worth=1.5)
# Letters and lines come again as they are; of slopes the differences do, and few bytes are left of them, whatever the search takes.
_REPETITIONS = Plan((), zlib.Z_DEFAULT_STRATEGY, 3)
# Of a large page more is to be found, and nobody waits for it in the call.
_REPETITIONS_OF_A_PAGE = Plan((), zlib.Z_DEFAULT_STRATEGY, 5)
_PAGE_BYTES = 512 << 10
_REPEATED_SLOPES = Plan((_UP, _SUB, _PAETH), zlib.Z_DEFAULT_STRATEGY, 6)
_AS_IT_IS = Plan((), zlib.Z_DEFAULT_STRATEGY, 0)
# What the searches for repetitions must leave of what runs leave, since they take longer; and of a picture, to be deflated at all.
_WORTH = 0.95
_WORTH_A_LONG_SEARCH = 0.5
_WORTH_DEFLATING = 0.985
# From here on it has grain, of which the mean of two neighbours leaves less than either of them; below that, shapes.
_GRAINY = 0.3
# What leaves less, without a long search, is deflated in no time.
_QUICK = 0.2
_LONG_SEARCH = 4
# So many rows tell what has grain, where few neighbours are alike.
_GLANCED_ROWS = 8
_MOSTLY = 0.5
# If more rows than that must be filtered once more, all of them are: picking them takes time, too.
_MOST = 0.7
_RGB = 3
# Maps of colours have so many.
_FEW_COLOURS = 256


def choose(pixels: Rows) -> Plan:
    """The plan that does best on some strips of a picture: uint8 of shape (H, W) or (H, W, 1 to 4), at least one pixel."""
    rows, channels = _rows(pixels)
    return _choose(rows, channels)


def is_drawn(pixels: Rows) -> bool:
    """Whether a picture may be flat shapes, lines or letters: most pixels of a few rows are as the one before them. A glance of some microseconds,
    where `choose` takes a millisecond."""
    import numpy as np

    height, width = pixels.shape[:2]
    rows = pixels[np.arange(1, _GLANCED_ROWS + 1) * height // (_GLANCED_ROWS + 1)]
    same = np.count_nonzero(rows[:, 1:] == rows[:, :-1])
    return bool(same >= _MOSTLY * rows[:, 1:].size) or width == 1


def encode(pixels: Rows, plan: Plan | None = None) -> bytes:
    """A picture as a PNG file without loss. The same pixels give the same bytes.

    Args:
        pixels: uint8 of shape (H, W) or (H, W, 1 to 4): grey, grey and alpha, RGB, RGBA. At least one pixel.
        plan: what `choose` found for them, if somebody asked before.
    """
    rows, channels = _rows(pixels)
    height, width = pixels.shape[:2]
    plan = plan or _choose(rows, channels)
    compressor = _compressor(plan)
    data = []
    for start, stop in _blocks(height, rows.shape[1]):
        lines = _scanlines(rows[start:stop], _above(rows, start, stop), channels, plan.filters, plan.worth)
        data.append(compressor.compress(lines.data))
    data.append(compressor.flush())
    header = _HEADER.pack(width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    chunks = [_chunk(b"IHDR", header), *(_chunk(b"IDAT", piece) for piece in data if piece), _chunk(b"IEND", b"")]
    return b"".join((SIGNATURE, *chunks))


def _rows(pixels: Rows) -> tuple[Rows, int]:
    import numpy as np

    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    return np.ascontiguousarray(pixels).reshape(pixels.shape[0], pixels.shape[1] * channels), channels


def _chunk(name: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(data, zlib.crc32(name))
    return b"".join((struct.pack(">I", len(data)), name, data, struct.pack(">I", checksum)))


def _blocks(height: int, row_bytes: int) -> list[tuple[int, int]]:
    rows = max(1, _BLOCK_BYTES // row_bytes)
    return [(start, min(start + rows, height)) for start in range(0, height, rows)]


def _compressor(plan: Plan) -> zlib._Compress:
    # The largest memory takes a tenth longer, for files a thousandth smaller.
    return zlib.compressobj(plan.level, zlib.DEFLATED, 15, 8, plan.strategy)


def _choose(rows: Rows, channels: int) -> Plan:
    if rows.size <= _SAMPLE_BYTES:
        return _REPEATED_SLOPES
    block, above = _strips(rows, _SAMPLE_STRIPS)
    slopes = _scanlines(block, above, channels, _SAMPLED)
    least = _ratio(slopes, _RUNS_OF_SHAPES)
    # Noise is as long deflated as not; before all of it is left as it is, more of it is looked at.
    if least > _WORTH_DEFLATING and _ratio(_strips(rows, _STRIPS_OF_NOISE)[0], _RUNS_OF_SHAPES) > _WORTH_DEFLATING:
        return _AS_IT_IS
    repetitions = _REPETITIONS if rows.size <= _PAGE_BYTES else _REPETITIONS_OF_A_PAGE
    repeated = _ratio(block, _REPETITIONS)
    if repeated < least * _WORTH:
        return repetitions._replace(ratio=repeated)
    if least > _GRAINY:
        return repetitions if _has_few_colours(block, channels) else _RUNS_OF_GRAIN
    if _ratio(slopes, _REPEATED_SLOPES) < least * _WORTH_A_LONG_SEARCH:
        return _REPEATED_SLOPES
    return _RUNS_OF_SHAPES._replace(ratio=least)


def _strips(rows: Rows, strips: int) -> tuple[Rows, Rows]:
    """Rows of some strips of a picture, and the row above each of them."""
    import numpy as np

    height, row_bytes = rows.shape
    strip = max(1, _SAMPLE_BYTES // _SAMPLE_STRIPS // row_bytes)
    starts = [height * place // (strips + 1) for place in range(1, strips + 1)]
    places = np.array(sorted({min(start + row, height - 1) for start in starts for row in range(strip)}))
    return rows[places], rows[np.maximum(places - 1, 0)]


def _ratio(lines: Rows, plan: Plan) -> float:
    """How long rows are by a plan, over how long they are."""
    compressor = zlib.compressobj(plan.level, zlib.DEFLATED, _SAMPLE_WINDOW_BITS, 8, plan.strategy)
    return (len(compressor.compress(lines.data)) + len(compressor.flush())) / lines.size


def _has_few_colours(block: Rows, channels: int) -> bool:
    """Whether rows are painted by a map of colours: then they come again, in longer stretches than a sample shows."""
    import numpy as np

    if channels < _RGB:
        return False
    pixels = block.reshape(-1, channels)[:, :_RGB].astype(np.uint32)
    # `np.unique` imports modules when it is called first, for which the child would wait for ever that is forked in that moment.
    return len(set((pixels[:, 0] << 16 | pixels[:, 1] << 8 | pixels[:, 2]).tolist())) <= _FEW_COLOURS


def _above(rows: Rows, start: int, stop: int) -> Rows:
    """The row above each of some rows; nothing is above the first."""
    import numpy as np

    return rows[start - 1 : stop - 1] if start else np.concatenate([np.zeros_like(rows[:1]), rows[: stop - 1]])


def _scanlines(block: Rows, above: Rows, channels: int, filters: tuple[int, ...], worth: float = 0.0) -> Rows:
    """Rows of the file: a byte that names the filter, then the bytes, each row by the filter that leaves least of it; see `Plan.worth`."""
    import numpy as np

    lines = np.empty((len(block), block.shape[1] + 1), np.uint8)
    body = lines[:, 1:]
    if not filters:
        lines[:, 0] = 0
        body[:] = block
        return lines
    lines[:, 0] = filters[0]
    _filter(filters[0], block, above, channels, body)
    least = _size(body)
    for other in filters[1:]:
        rows = np.flatnonzero(least > (worth * least.mean() if other == filters[-1] else 0))
        if not len(rows):
            break
        # Much of a drawing is like what is above it.
        some = slice(None) if len(rows) > _MOST * len(block) else rows
        differences = np.empty_like(block[some])
        _filter(other, block[some], above[some], channels, differences)
        size = _size(differences)
        is_less = size < least[some]
        better = np.flatnonzero(is_less) if isinstance(some, slice) else rows[is_less]
        lines[better, 0] = other
        body[better] = differences[is_less]
        least[better] = size[is_less]
    return lines


def _filter(kind: int, block: Rows, above: Rows, channels: int, out: Rows) -> None:
    """Rows without what one of the filters expects of each byte: that of the pixel before it, of the one above it, the mean of both, or
    whichever of these and the one before that above is nearest to where all three lead."""
    import numpy as np

    if kind == _UP:
        np.subtract(block, above, out=out)
        return
    first, rest = slice(None, channels), slice(channels, None)
    left, up = block[:, :-channels], above[:, rest]
    match kind:
        case 1:  # _SUB
            out[:, first] = block[:, first]
            np.subtract(block[:, rest], left, out=out[:, rest])
        case 3:  # _AVERAGE
            np.subtract(block[:, first], above[:, first] >> 1, out=out[:, first])
            # The mean, rounded down, in the eight bits that there are.
            np.subtract(block[:, rest], (left & up) + ((left ^ up) >> 1), out=out[:, rest])
        case _:
            np.subtract(block[:, first], above[:, first], out=out[:, first])
            np.subtract(block[:, rest], _paeth(left, up, above[:, :-channels]), out=out[:, rest])


def _paeth(left: Rows, up: Rows, corner: Rows) -> Rows:
    """Which of three neighbours is nearest to `left + up - corner`, in the eight bits that there are."""
    import numpy as np

    from_left = np.maximum(up, corner) - np.minimum(up, corner)  # how far `left` is from there
    from_up = np.maximum(left, corner) - np.minimum(left, corner)
    # If both lie on one side of the corner, it is the farthest. Between them it is as far as these distances differ.
    between = (left < corner) ^ (up < corner)
    nearer = np.minimum(from_left, from_up)
    is_corner = between & (np.maximum(from_left, from_up) - nearer < nearer)
    found: Rows = up ^ ((left ^ up) & -(from_left <= from_up).view(np.uint8))
    found ^= (found ^ corner) & -is_corner.view(np.uint8)
    return found


def _size(differences: Rows) -> npt.NDArray[np.integer[Any]]:
    """How far the differences of each row are from nothing, as signed bytes."""
    import numpy as np

    # Half the time for the narrower sum, which holds rows of millions of pixels.
    found: npt.NDArray[np.integer[Any]] = (
        np.abs(differences.view(np.int8))
        .view(np.uint8)
        .sum(axis=1, dtype=np.uint32 if differences.shape[1] < 1 << 24 else np.uint64)
    )
    return found
