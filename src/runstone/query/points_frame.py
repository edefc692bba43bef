"""Exact points in their binary form (docs/http-api.md): a tenth of the JSON's bytes, and no number is ever made text."""

from __future__ import annotations

import struct

import msgspec
import numpy as np

from runstone.query.series import Points


class _Head(msgspec.Struct, frozen=True):
    count: int
    next_cursor: str | None


def encode(points: Points) -> bytes:
    """Points as a frame: the head, then all steps, times and values."""
    head = msgspec.json.encode(_Head(len(points.steps), points.next_cursor))
    # What follows lies on a multiple of 8, so that a reader can use it where it is.
    head += b" " * (-(4 + len(head)) % 8)
    columns = (points.steps.astype("<i8"), points.times.astype("<i8"), points.values.astype("<f8"))
    return b"".join([struct.pack("<I", len(head)), head, *(column.tobytes() for column in columns)])


def decode(frame: bytes) -> Points:
    """The points that `encode` was given.

    Raises:
        ValueError: the bytes are no such frame.
    """
    if len(frame) < 4:
        raise ValueError("The frame has no head.")
    (head_bytes,) = struct.unpack_from("<I", frame)
    begin = 4 + head_bytes
    head = msgspec.json.decode(frame[4:begin], type=_Head)
    if head.count < 0 or len(frame) != begin + 24 * head.count:
        raise ValueError(f"The frame of {len(frame)} bytes is not as long as its head says.")
    steps, times, values = (
        np.frombuffer(frame, dtype, head.count, begin + 8 * head.count * place)
        for place, dtype in enumerate(("<i8", "<i8", "<f8"))
    )
    return Points(steps.astype(np.int64), times.astype(np.int64), values.astype(np.float64), head.next_cursor)
