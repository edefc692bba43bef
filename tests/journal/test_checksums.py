"""Many checksums at once are the same as one at a time."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pytest

from runstone.journal.checksums import row_checksums


@pytest.mark.parametrize("size", [1, 2, 25, 37, 109, 256, 257, 1000])
@pytest.mark.parametrize("count", [1, 2, 1000])
def test_checksums_are_those_of_zlib(size: int, count: int) -> None:
    random = np.random.default_rng(size * count)
    rows = random.integers(0, 256, (count, size), dtype=np.uint8)
    rows[:, : size // 2] = rows[0, : size // 2]
    assert row_checksums(rows).tolist() == [crc32(row.tobytes()) for row in rows]
