"""CRC-32C (Castagnoli), which TFRecord files are checked with; the standard library has none.

A CRC is linear: that of `a + b` is the CRC of `a`, moved over as many zeros as `b` is long, XOR that of `b`. So long data is cut into lanes of
equal length, all lanes are summed at once, byte by byte, and joined in pairs. Short data goes through a table of 256.
"""

from __future__ import annotations

import struct
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint32]

_POLYNOMIAL = 0x82F63B78
_ALL_ONES = 0xFFFFFFFF
# Up to here the loop over a table is quicker than the way to NumPy.
_SHORT_BYTES = 2048
_MASK_DELTA = 0xA282EAD8


def _table() -> list[int]:
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (_POLYNOMIAL if byte & 1 else 0)
        table.append(byte)
    return table


_TABLE = _table()
_WORDS = np.array(_TABLE, dtype=np.uint32)


def crc32c(data: bytes | memoryview) -> int:
    """The CRC-32C of these bytes."""
    if len(data) > _SHORT_BYTES:
        return _of_long(np.frombuffer(data, np.uint8))
    return _continued(_ALL_ONES, data) ^ _ALL_ONES


def masked_crc32c(data: bytes | memoryview) -> int:
    """The CRC-32C as TFRecord files store it: rotated and moved, so that a CRC of data with CRCs in it stays one."""
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + _MASK_DELTA) & _ALL_ONES


def masked_of_windows(data: npt.NDArray[np.uint8], size: int) -> Words:
    """The masked CRC of every window of `size` bytes: one for each place at which one begins."""
    count = len(data) - size + 1
    crc = np.full(count, _ALL_ONES, np.uint32)
    for place in range(size):
        crc = _WORDS[(crc ^ data[place : place + count]) & 0xFF] ^ crc >> np.uint32(8)
    crc ^= np.uint32(_ALL_ONES)
    return (crc >> np.uint32(15) | crc << np.uint32(17)) + np.uint32(_MASK_DELTA)


def _continued(crc: int, data: bytes | memoryview) -> int:
    """Two bytes at a time, which halves the work of the interpreter, and a last one alone."""
    pairs = len(data) // 2
    table = _pair_table()
    for pair in struct.unpack_from(f"<{pairs}H", data):
        crc = table[(crc ^ pair) & 0xFFFF] ^ crc >> 16
    if len(data) % 2:
        crc = _TABLE[(crc ^ data[-1]) & 0xFF] ^ crc >> 8
    return crc


@lru_cache(maxsize=1)
def _pair_table() -> list[int]:
    pairs = np.arange(1 << 16, dtype=np.uint32)
    once = _WORDS[pairs & 0xFF] ^ pairs >> np.uint32(8)
    table: list[int] = (_WORDS[once & 0xFF] ^ once >> np.uint32(8)).tolist()
    return table


def _of_long(data: npt.NDArray[np.uint8]) -> int:
    lanes = 1 << len(data).bit_length() * 3 // 5
    length = len(data) // lanes
    columns = np.ascontiguousarray(data[: lanes * length].reshape(lanes, length).T)
    crc = np.zeros(lanes, np.uint32)
    crc[0] = _ALL_ONES
    for column in columns:
        looked_up = _WORDS.take(crc.astype(np.uint8) ^ column)
        crc >>= np.uint32(8)
        crc ^= looked_up
    while len(crc) > 1:
        crc = _moved(crc[0::2], length) ^ crc[1::2]
        length *= 2
    return _continued(int(crc[0]), data[lanes * (len(data) // lanes) :].tobytes()) ^ _ALL_ONES


def _moved(crc: Words, zeros: int) -> Words:
    """What each CRC becomes behind so many zero bytes."""
    tables = _move(zeros)
    moved: Words = (
        tables[0][crc & 0xFF] ^ tables[1][crc >> 8 & 0xFF] ^ tables[2][crc >> 16 & 0xFF] ^ tables[3][crc >> 24 & 0xFF]
    )
    return moved


@lru_cache(maxsize=512)
def _move(zeros: int) -> Words:
    """The move over so many zeros as one table for each of the four bytes of a CRC: made of that over half of them."""
    places = np.arange(4, dtype=np.uint32)[:, None]
    crc: Words = np.arange(256, dtype=np.uint32)[None, :] << places * np.uint32(8)
    if zeros > 1:
        half = zeros // 2
        crc = _moved(_moved(crc, half), half)
    if zeros % 2:
        crc = _WORDS[crc & 0xFF] ^ crc >> np.uint32(8)
    return crc
