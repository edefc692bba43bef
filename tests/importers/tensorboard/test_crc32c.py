"""CRC-32C, beside the loop over bits that defines it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from runstone.importers.tensorboard.crc32c import crc32c, masked_crc32c, masked_of_windows


def bit_by_bit(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def test_the_check_value_of_the_standard() -> None:
    assert crc32c(b"123456789") == 0xE3069283


@given(st.binary(max_size=300))
def test_short_data(data: bytes) -> None:
    assert crc32c(data) == bit_by_bit(data)


@given(st.integers(2000, 9000), st.integers(0, 1 << 32))
def test_long_data(size: int, seed: int) -> None:
    data = np.random.default_rng(seed).bytes(size)
    assert crc32c(data) == bit_by_bit(data)


@given(st.binary(min_size=8, max_size=60))
def test_windows(data: bytes) -> None:
    expected = [masked_crc32c(data[at : at + 8]) for at in range(len(data) - 7)]
    assert masked_of_windows(np.frombuffer(data, np.uint8), 8).tolist() == expected
