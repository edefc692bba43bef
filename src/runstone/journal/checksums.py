"""CRC-32 of many equally long rows at once.

A CRC is linear: that of a row is the XOR of what each of its bytes contributes at its place. So rows are summed column by column with one
table a place, and a column in which all rows are equal (sizes, kinds, the high bytes of steps and times) costs one look.
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

# Beyond this, one zlib call a row is as fast.
WIDEST_BYTES = 256


def row_checksums(rows: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    """The CRC-32 of each row of a two-dimensional array of bytes."""
    count, size = rows.shape
    if size > WIDEST_BYTES:
        view = memoryview(rows.tobytes())
        return np.array([crc32(view[at : at + size]) for at in range(0, count * size, size)], dtype=np.uint32)
    tables = _tables(size)
    columns = np.ascontiguousarray(rows.T)
    same = (columns == columns[:, :1]).all(axis=1)
    constant = crc32(bytes(size))
    for place in np.flatnonzero(same).tolist():
        constant ^= int(tables[place, columns[place, 0]])
    sums = np.full(count, constant, dtype=np.uint32)
    for place in np.flatnonzero(~same).tolist():
        sums ^= tables[place].take(columns[place])
    return sums


@lru_cache(maxsize=64)
def _tables(size: int) -> npt.NDArray[np.uint32]:
    """For each place in a row of this size, what each byte there adds to the CRC of zeros."""
    zero = crc32(b"\0")
    last = np.array([crc32(bytes([byte])) ^ zero for byte in range(256)], dtype=np.uint32)
    tables = np.empty((size, 256), dtype=np.uint32)
    tables[size - 1] = last
    for place in range(size - 2, -1, -1):
        after = tables[place + 1]
        tables[place] = last[after & 0xFF] ^ (after >> np.uint32(8))
    return tables
